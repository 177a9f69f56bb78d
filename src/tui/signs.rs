//! Signs by role: WGL4 only, plain ASCII where the locale is not UTF-8.

/// The signs in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signs {
    /// Before the selected row.
    pub pointer: &'static str,
    /// Between parts of a line.
    pub bullet: &'static str,
    /// A ticked box.
    pub tick_on: &'static str,
    /// A box that is not ticked.
    pub tick_off: &'static str,
    /// One cell of a rule.
    pub rule: &'static str,
    /// Where text was cut.
    pub ellipsis: &'static str,
}

impl Signs {
    /// For a UTF-8 terminal.
    pub const UNICODE: Self =
        Self { pointer: "►", bullet: "·", tick_on: "■", tick_off: "□", rule: "─", ellipsis: "…" };
}

//! What a plot shows, before anybody draws it: read from a table and its hint, for the terminal and for the browser.

use crate::domain::report::{Cell, Plot, Row, Table};
use crate::report::words;

/// A plot's content.
pub struct Shape {
    /// How it is drawn.
    pub kind: Kind,
    /// What each of the values of a place is; one or more.
    pub series: Vec<String>,
    /// What the mark is, where there is one.
    pub mark: Option<String>,
    /// A row of the table each, in its order; the last line is not drawn.
    pub places: Vec<Place>,
    /// The largest value there is to draw: of a stacked plot, the largest sum. Above 0.
    pub most: f64,
}

/// How a plot is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The values of a place under each other.
    Bars,
    /// The values of a place one behind the other.
    Stacked,
    /// A value beside that of the place before it.
    Lines,
}

/// What is drawn of a row.
pub struct Place {
    /// What the row is about.
    pub label: String,
    /// A value for each of the series.
    pub values: Vec<Drawn>,
    /// What the bar is held against.
    pub mark: Option<Drawn>,
}

/// A value, drawn or not.
pub enum Drawn {
    /// So large (nothing is drawn below 0), and as it is written.
    Value(f64, String),
    /// It is hidden.
    Hidden,
    /// There is none.
    Nothing,
}

impl Drawn {
    /// How large, if it is drawn.
    pub fn size(&self) -> Option<f64> {
        if let Self::Value(size, _) = self { Some(*size) } else { None }
    }

    /// As it is written.
    pub fn said(&self) -> &str {
        match self {
            Self::Value(_, said) => said,
            Self::Hidden => words::HIDDEN,
            Self::Nothing => words::MISSING,
        }
    }
}

impl Shape {
    /// What is to be drawn of a table; `None` if it is not to be, or nothing of it is a number above 0.
    pub fn of(table: &Table) -> Option<Self> {
        let (kind, columns, mark) = match table.plot.as_ref()? {
            Plot::Bars { column } => (Kind::Bars, vec![*column], None),
            Plot::Against { column, mark } => (Kind::Bars, vec![*column], Some(*mark)),
            Plot::Pairs { before, after } => (Kind::Bars, vec![*before, *after], None),
            Plot::Stacked { columns } => (Kind::Stacked, columns.clone(), None),
            Plot::Lines { columns } => (Kind::Lines, columns.clone(), None),
        };
        let label = |at: &usize| table.columns.get(*at).map(|column| column.label.clone());
        let series: Vec<String> = columns.iter().filter_map(label).collect();
        let places: Vec<Place> = table
            .rows
            .iter()
            .map(|row| Place {
                label: row.label.clone(),
                values: columns.iter().map(|at| drawn(row, *at)).collect(),
                mark: mark.map(|at| drawn(row, at)),
            })
            .collect();
        let most = places.iter().map(|place| {
            let sizes = place.values.iter().filter_map(Drawn::size);
            let values = if kind == Kind::Stacked { sizes.sum() } else { sizes.fold(0.0, f64::max) };
            place.mark.as_ref().and_then(Drawn::size).unwrap_or(0.0).max(values)
        });
        let most = most.fold(0.0, f64::max);
        let mark = mark.as_ref().and_then(label);
        (most > 0.0 && !series.is_empty()).then_some(Self { kind, series, mark, places, most })
    }

    /// The plot in a sentence for each place, for those who do not see it.
    pub fn said(&self) -> String {
        let place = |place: &Place| {
            let values = self.series.iter().zip(&place.values).map(|(series, value)| match value {
                Drawn::Hidden => format!("{series} hidden"),
                Drawn::Nothing => format!("{series} missing"),
                Drawn::Value(_, said) => format!("{series} {said}"),
            });
            let mark =
                self.mark.iter().zip(&place.mark).map(|(mark, value)| format!("{mark} {}", value.said()));
            let values: Vec<String> = values.chain(mark).collect();
            format!("{}: {}.", place.label, values.join(", "))
        };
        self.places.iter().map(place).collect::<Vec<_>>().join(" ")
    }
}

fn drawn(row: &Row, at: usize) -> Drawn {
    let size = match row.cells.get(at) {
        #[expect(clippy::cast_precision_loss, reason = "a length on paper")]
        Some(Cell::Count(count) | Cell::Set(count)) => *count as f64,
        Some(Cell::Of { value, .. }) => value.max(0.0),
        Some(Cell::Hidden) => return Drawn::Hidden,
        Some(Cell::Missing | Cell::Text(_)) | None => return Drawn::Nothing,
    };
    Drawn::Value(size, row.cells.get(at).map_or_else(String::new, words::cell))
}

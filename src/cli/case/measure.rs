//! `signpost case ID measure`: an instrument, answered item by item, and what changed since the baseline.

use crate::cli::case::action::explained;
use crate::cli::case::card;
use crate::cli::case::next::Then;
use crate::cli::choice::one_of;
use crate::cli::failure::{Failure, Stop};
use crate::cli::flag::tell;
use crate::cli::instruments;
use crate::cli::out::Out;
use crate::cli::session::{Session, done};
use crate::cli::shapes::case::DoneShape;
use crate::cli::shapes::measure::{MeasureDoneShape, MeasureShape};
use crate::cli::times;
use crate::desk::request::WhichCase;
use crate::domain::case::work::Work;
use crate::domain::measure::{Declined, Filled, Point};
use clap::Args;
use jiff::civil::Date;

/// Fill an instrument: `measure ucla3 baseline 3 3 2`, or `measure ucla3 baseline --declined`
#[derive(Debug, Args)]
pub struct Measure {
    /// Which, as `signpost instruments list` has it
    instrument: String,
    /// When in the episode
    #[arg(value_parser = one_of(&Point::ALL, Point::word))]
    point: Point,
    /// An answer for each item, in order; `-`: not answered
    #[arg(required_unless_present = "declined", value_parser = answer, value_delimiter = ',')]
    answers: Vec<Answered>,
    /// The patient does not want to fill it in
    #[arg(long, conflicts_with = "answers")]
    declined: bool,
    /// The day on which the patient answered, or declined; else today
    #[arg(long, value_name = "DAY", value_parser = times::past)]
    on: Option<Date>,
    #[command(flatten)]
    then: Then,
}

/// An answer, or none.
#[derive(Clone, Copy, Debug)]
struct Answered(Option<u8>);

fn answer(text: &str) -> Result<Answered, String> {
    match text.trim() {
        "-" => Ok(Answered(None)),
        number => number
            .parse()
            .map(|number| Answered(Some(number)))
            .map_err(|_| "an answer is a number, or -".into()),
    }
}

impl Measure {
    /// Keeps it, and says what it comes to.
    pub fn run(self, case: WhichCase, session: &Session, out: &mut Out) -> Result<(), Stop> {
        let instrument = instruments::find(&self.instrument)?;
        let on = self.on.unwrap_or_else(times::today);
        if self.declined {
            let declined = Declined { instrument: instrument.key.clone(), point: self.point, on };
            let request = self.then.with(case, Work::DeclineMeasure(declined));
            return tell(out, &done(session.try_ask(request).map_err(explained)?)?);
        }
        let filled = Filled {
            instrument: instrument.key.clone(),
            point: self.point,
            on,
            answers: self.answers.iter().map(|answer| answer.0).collect(),
        };
        let request = self.then.with(case.clone(), Work::Measure(filled));
        let told = done(session.try_ask(request).map_err(explained)?)?;
        let work = card(session, case)?.work.ok_or_else(Failure::unexpected)?;
        let own = work.measures.iter().max_by_key(|one| one.number).ok_or_else(Failure::unexpected)?;
        let shape = MeasureShape::of(own, &work.measures);
        if out.is_json() {
            return out.object(&MeasureDoneShape { done: DoneShape::from(&told), measure: shape });
        }
        out.line(&told.said)?;
        shape.changed().iter().try_for_each(|line| out.line(line))
    }
}

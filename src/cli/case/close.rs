//! `signpost case ID close`: what came of every need, of the plan and of the case, and when somebody asks again.

use crate::cli::choice::one_of;
use crate::cli::failure::Failure;
use crate::cli::{needs, times, words};
use crate::domain::case::{Closing, NeedEnd, OpenSteps, Outcome};
use crate::domain::need::NeedKey;
use crate::domain::unmet::WhyNot;
use clap::{Args, ValueEnum};
use jiff::civil::Date;

/// Close it, saying what came of every need
#[derive(Debug, Args)]
pub struct Close {
    /// How the needs ended that are not named by themselves
    #[arg(value_enum)]
    end: Option<End>,
    /// Why they were not, or not wholly, met, in words
    #[arg(long, value_name = "WORDS")]
    why: Option<String>,
    /// The same, as it is counted: what was lacking stands in the ledger of unmet needs
    #[arg(long, value_name = "WHY-NOT", requires = "end", value_parser = one_of(&WhyNot::ALL, WhyNot::name))]
    because: Option<WhyNot>,
    /// One need's own end; may be given several times: debt=met, housing=not-met:full, 'loneliness=not-met:other:moved'
    #[arg(long = "need", value_name = "NEED=END[:WHY-NOT][:WORDS]")]
    needs: Vec<String>,
    /// What came of it as a whole; else what the needs say
    #[arg(long, value_name = "OUTCOME", value_parser = one_of(&Outcome::ALL, Outcome::name))]
    outcome: Option<Outcome>,
    /// What came of it, in a sentence
    #[arg(long, value_name = "TEXT")]
    summary: Option<String>,
    /// Steps of the plan that go on stop with it
    #[arg(long)]
    stop_steps: bool,
    /// A day on which somebody asks again how the patient is; several times, or with commas. Else as the practice does
    #[arg(long = "follow-up", value_name = "DAY", value_delimiter = ',', value_parser = times::coming, conflicts_with = "no_follow_up")]
    follow_ups: Vec<Date>,
    /// Nobody asks again
    #[arg(long)]
    no_follow_up: bool,
}

/// How a need ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum End {
    /// Met
    Met,
    /// Met in part; say why not wholly
    PartlyMet,
    /// Not met; say why
    NotMet,
}

impl Close {
    /// Takes what stands on standard input.
    pub fn read(&mut self) -> Result<(), Failure> {
        for text in self.why.iter_mut().chain(&mut self.summary) {
            *text = words::given(text)?;
        }
        Ok(())
    }

    /// How the case ends.
    pub fn closing(self) -> Result<Closing, Failure> {
        let follow_ups = (self.no_follow_up || !self.follow_ups.is_empty()).then_some(self.follow_ups);
        Ok(Closing {
            ends: self.needs.iter().map(|text| own_end(text)).collect::<Result<_, _>>()?,
            rest: self.end.map(|end| end.because(self.why, self.because)),
            summary: self.summary.unwrap_or_default(),
            outcome: self.outcome,
            open_steps: if self.stop_steps { OpenSteps::Stop } else { OpenSteps::Ask },
            follow_ups,
        })
    }
}

impl End {
    /// How a need ends, with why.
    pub fn because(self, why: Option<String>, because: Option<WhyNot>) -> NeedEnd {
        let why = why.unwrap_or_default();
        match self {
            Self::Met => NeedEnd::Met,
            Self::PartlyMet => NeedEnd::PartlyMet { why, because },
            Self::NotMet => NeedEnd::NotMet { why, because },
        }
    }
}

/// One need's own end: `debt=met`, `housing=not-met:full`, `loneliness=not-met:other:moved away`.
fn own_end(text: &str) -> Result<(NeedKey, NeedEnd), Failure> {
    let unclear = || {
        Failure::usage(
            format!("\"{text}\" does not say how a need ended."),
            "Write NEED=met, or NEED=not-met:WHY-NOT:WORDS, of which WHY-NOT (no-service, full ...) or WORDS may be \
             left out; partly-met likewise.",
        )
    };
    let (need, end) = text.split_once('=').ok_or_else(unclear)?;
    let (end, why) = end.split_once(':').unwrap_or((end, ""));
    let end = End::from_str(end.trim(), true).map_err(|_| unclear())?;
    let (because, why) = match why.split_once(':') {
        Some((because, words)) if WhyNot::parse(because).is_some() => (WhyNot::parse(because), words),
        _ if WhyNot::parse(why).is_some() => (WhyNot::parse(why), ""),
        _ => (None, why),
    };
    let why = Some(why.trim().to_owned());
    Ok((needs::key(need)?, end.because(why, because)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("debt=met", NeedEnd::Met)]
    #[case("debt=not-met:full", NeedEnd::NotMet { why: String::new(), because: Some(WhyNot::Full) })]
    #[case("debt=not-met:no-service:none here", NeedEnd::NotMet { why: "none here".to_owned(), because: Some(WhyNot::NoService) })]
    #[case("debt=partly-met:one: of two", NeedEnd::PartlyMet { why: "one: of two".to_owned(), because: None })]
    fn a_need_ends_with_what_is_counted_and_with_words(#[case] typed: &str, #[case] end: NeedEnd) {
        assert_eq!(own_end(typed).unwrap(), (NeedKey::from("debt"), end));
    }
}

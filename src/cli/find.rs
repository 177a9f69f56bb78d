//! `signpost find`: services, and on request patients and cases, by words; one question or a stream of them.

use crate::cli::failure::{Exit, Failure, Stop};
use crate::cli::out::Out;
use crate::cli::session::Session;
use crate::cli::shapes::directory::{FoundShape, HitShape};
use crate::config::Config;
use crate::desk::reply::{Found, Reply};
use crate::desk::request::{self, Request};
use clap::{Args, ValueEnum};
use std::io::BufRead;

/// The most that is read of one query, in bytes; what is longer is cut there, as the desk would do.
const LONGEST: usize = 64 * 1024;

/// Find a service by words, also misspelt ones
#[derive(Debug, Args)]
pub struct Find {
    /// What to look for; several words need no quotes
    #[arg(required_unless_present = "stdin")]
    query: Vec<String>,
    /// Services of this feed only
    #[arg(long, value_name = "NAME")]
    feed: Option<String>,
    /// At most so many
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=500))]
    limit: u16,
    /// What to look among; may be given several times
    #[arg(long = "in", value_enum, value_name = "WHAT", default_values = ["services"])]
    among: Vec<Among>,
    /// Read queries from standard input, one a line, and answer each with a line
    #[arg(long, conflicts_with = "query")]
    stdin: bool,
}

/// What can be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Among {
    /// The directory
    Services,
    /// Patients
    Patients,
    /// Cases
    Cases,
}

impl Find {
    /// Finds.
    pub fn run(self, config: &Config, out: &mut Out) -> Result<(), Stop> {
        let session = Session::open(config)?;
        session.desk().wait_until_indexed();
        if !self.stdin {
            let query = self.query.join(" ");
            let found = self.ask(&session, &query)?;
            return tell(out, query, &found);
        }
        let mut input = std::io::stdin().lock();
        while let Some(query) = next_line(&mut input)? {
            let found = self.ask(&session, &query)?;
            tell(out, query, &found)?;
            // Whoever asks waits for this answer before the next question.
            out.flush()?;
        }
        Ok(())
    }

    fn ask(&self, session: &Session, query: &str) -> Result<Found, Failure> {
        let find = request::Find {
            text: query.to_owned(),
            services: self.among.contains(&Among::Services),
            patients: self.among.contains(&Among::Patients),
            cases: self.among.contains(&Among::Cases),
            feed: self.feed.clone(),
            // A script sees everything, and what is of no use last, with the reason.
            apart: true,
            limit: self.limit.into(),
            ..request::Find::default()
        };
        match session.ask(Request::Find(find))? {
            Reply::Found(found) => Ok(found),
            _ => Err(Failure::unexpected()),
        }
    }
}

fn tell(out: &mut Out, query: String, found: &Found) -> Result<(), Stop> {
    if out.is_json() {
        let hits = found.hits.iter().map(HitShape::from).collect();
        return out.object(&FoundShape { query, micros: found.micros, hits, total: found.total });
    }
    for hit in &found.hits {
        out.line(format!("{}  {}", hit.name, hit.about).trim_end())?;
        let why = hit.says().collect::<Vec<_>>().join(" · ");
        out.line(format!("    {why}  ({})", hit.id))?;
    }
    match found.total.saturating_sub(found.hits.len()) {
        0 if found.hits.is_empty() && !found.readings.is_empty() => {
            out.line(format!("Nothing was found. Did you mean: {}?", found.readings.join(", ")))
        }
        0 if found.hits.is_empty() => out.line("Nothing was found."),
        0 => Ok(()),
        more => out.line(format!("and {more} more; --limit shows them")),
    }
}

/// The next line without its end; `None` behind the last. A line longer than a query can be is cut, not kept whole.
fn next_line(input: &mut impl BufRead) -> Result<Option<String>, Failure> {
    let unreadable = |error: std::io::Error| {
        Failure::new(
            Exit::Unavailable,
            "unreadable",
            format!("Standard input cannot be read: {error}."),
            "Pipe the queries in, one a line.",
        )
    };
    let (mut line, mut any) = (Vec::new(), false);
    loop {
        let chunk = match input.fill_buf() {
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            other => other.map_err(unreadable)?,
        };
        if chunk.is_empty() {
            break;
        }
        any = true;
        let end = chunk.iter().position(|byte| *byte == b'\n');
        let (taken, used) = end.map_or((chunk.len(), chunk.len()), |end| (end, end + 1));
        let room = LONGEST.saturating_sub(line.len());
        line.extend_from_slice(&chunk[..taken.min(room)]);
        input.consume(used);
        if end.is_some() {
            break;
        }
    }
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    Ok(any.then(|| String::from_utf8_lossy(&line).into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::BufReader;

    fn lines(text: &[u8]) -> Vec<String> {
        let mut input = BufReader::with_capacity(7, text);
        std::iter::from_fn(|| next_line(&mut input).unwrap()).collect()
    }

    #[test]
    fn each_line_is_one_query_also_the_last_and_an_empty_one() {
        assert_eq!(lines(b"lunch club\r\n\ndebt"), ["lunch club", "", "debt"]);
        assert_eq!(lines(b"debt\n"), ["debt"]);
        assert_eq!(lines(b""), Vec::<String>::new());
    }

    #[test]
    fn a_line_without_end_is_cut_and_bytes_that_are_no_text_stay_one_query() {
        let long = [vec![b'x'; 3 * LONGEST], b"\nnext".to_vec()].concat();
        assert_eq!(lines(&long).iter().map(String::len).collect::<Vec<_>>(), [LONGEST, 4]);
        assert_eq!(lines(b"caf\xff\n"), ["caf\u{fffd}"]);
    }
}

//! tantivy, in memory, in one segment.
//!
//! `tantivy`: one field has everything; every typed word must be there, the last as a prefix, with one slip from
//! four letters on. Its quickest form; such terms all score the same.
//!
//! `tantivy-bm25`: any of the words may be there. A word is looked up as it is; where nobody wrote it so, all words
//! within one slip from four letters on, two from eight, stand for it; the last typed one also for words that begin with
//! it; the best of them counts. So unknown words are corrected and known ones are not diluted. Everything is in one
//! field; name, organisation and places count a little more in fields of their own. Of what was tried this serves such
//! queries best: only fields of parts, names weighed most, found a tenth less.

use super::{Engine, Text, plain};
use tantivy::collector::TopDocs;
use tantivy::columnar::Column;
use tantivy::query::{BooleanQuery, BoostQuery, DisjunctionMaxQuery, FuzzyTermQuery, Query, TermQuery};
use tantivy::schema::{FAST, Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{
    AsciiFoldingFilter, LowerCaser, RemoveLongFilter, SimpleTokenizer, TextAnalyzer, TokenStream as _,
};
use tantivy::{Index, Searcher, TantivyDocument, Term};

/// What a field counts: everything, name, organisation, places.
const WEIGHTS: [f32; 4] = [1.0, 0.2, 0.1, 0.2];
/// What a word counts that only begins as typed.
const BEGUN: f32 = 0.5;
/// What one slip leaves of a word's weight; two leave it twice.
const SLIP: f32 = 0.7;
/// At most so many words stand for one.
const READINGS: usize = 24;
/// What the writer may hold, in bytes: all of it, so that there is one segment.
const BUFFER: usize = 1_000_000_000;

struct Tantivy {
    searcher: Searcher,
    numbers: Vec<Column<u64>>,
    analyser: TextAnalyzer,
    /// Everything; where it is ranked, also name, organisation and places by themselves.
    fields: Vec<Field>,
    is_ranked: bool,
}

pub fn one_field(texts: &[Text]) -> Box<dyn Engine> {
    Box::new(make(texts, false).expect("an index"))
}

pub fn ranked(texts: &[Text]) -> Box<dyn Engine> {
    Box::new(make(texts, true).expect("an index"))
}

fn make(texts: &[Text], is_ranked: bool) -> tantivy::Result<Tantivy> {
    let analyser = TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(40))
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
        .build();
    let options = |record| {
        let indexing = TextFieldIndexing::default().set_tokenizer("plain").set_index_option(record);
        TextOptions::default().set_indexing_options(indexing)
    };
    let mut schema = Schema::builder();
    let number = schema.add_u64_field("number", FAST);
    let record = if is_ranked { IndexRecordOption::WithFreqs } else { IndexRecordOption::Basic };
    let names: &[&str] = if is_ranked { &["whole", "name", "organisation", "places"] } else { &["whole"] };
    let fields: Vec<Field> = names.iter().map(|name| schema.add_text_field(name, options(record))).collect();
    let index = Index::create_in_ram(schema.build());
    index.tokenizers().register("plain", analyser.clone());
    let mut writer = index.writer_with_num_threads(1, BUFFER)?;
    for (text, at) in texts.iter().zip(0..) {
        let mut document = TantivyDocument::new();
        document.add_u64(number, at);
        for (field, part) in fields.iter().zip([&text.full(), &text.name, &text.organisation, &text.places]) {
            document.add_text(*field, part);
        }
        writer.add_document(document)?;
    }
    writer.commit()?;
    writer.wait_merging_threads()?;
    let searcher = index.reader()?.searcher();
    let numbers = searcher
        .segment_readers()
        .iter()
        .map(|segment| segment.fast_fields().u64("number"))
        .collect::<tantivy::Result<_>>()?;
    Ok(Tantivy { searcher, numbers, analyser, fields, is_ranked })
}

impl Tantivy {
    fn words(&mut self, typed: &str) -> Vec<String> {
        let typed = plain(typed);
        let mut stream = self.analyser.token_stream(&typed);
        let mut words = vec![];
        stream.process(&mut |token| words.push(token.text.clone()));
        words
    }

    /// A word as it is, or whatever may stand for it, in any field.
    fn reading(&self, word: &str, is_last: bool) -> tantivy::Result<Box<dyn Query>> {
        let term = Term::from_field_text(self.fields[0], word);
        let mut readings = vec![];
        if self.searcher.doc_freq(&term)? > 0 {
            readings.push((word.to_owned(), 1.0));
        }
        if readings.is_empty() || is_last {
            if is_last {
                self.expand(&FuzzyTermQuery::new_prefix(term.clone(), 0, true), &mut readings, |_| BEGUN)?;
            }
            if readings.is_empty() {
                let slips = match word.chars().count() {
                    0..4 => 0,
                    4..8 => 1,
                    _ => 2,
                };
                let by_slips =
                    |found: &str| SLIP.powi(i32::try_from(strsim::osa_distance(word, found)).unwrap_or(9));
                self.expand(&FuzzyTermQuery::new(term, slips, true), &mut readings, by_slips)?;
            }
        }
        let readings = readings.into_iter().map(|(word, fit)| {
            let of_fields = self.fields.iter().zip(WEIGHTS).map(|(field, weight)| -> Box<dyn Query> {
                let term = TermQuery::new(Term::from_field_text(*field, &word), IndexRecordOption::WithFreqs);
                Box::new(BoostQuery::new(Box::new(term), weight * fit))
            });
            Box::new(BooleanQuery::union(of_fields.collect())) as Box<dyn Query>
        });
        Ok(Box::new(DisjunctionMaxQuery::new(readings.collect())))
    }

    /// The words of the texts that a term may be read as, those that most texts have first.
    fn expand(
        &self,
        query: &FuzzyTermQuery,
        readings: &mut Vec<(String, f32)>,
        fit: impl Fn(&str) -> f32,
    ) -> tantivy::Result<()> {
        let mut found = vec![];
        for segment in self.searcher.segment_readers() {
            let inverted = segment.inverted_index(self.fields[0])?;
            let mut stream = inverted.terms().search(query.automaton()?).into_stream()?;
            while stream.advance() {
                if let Ok(word) = std::str::from_utf8(stream.key()) {
                    found.push((stream.value().doc_freq, word.to_owned()));
                }
            }
        }
        found.sort_unstable_by(|a, b| b.cmp(a));
        for (_, word) in found.into_iter().take(READINGS) {
            if readings.iter().all(|(known, _)| *known != word) {
                let fit = fit(&word);
                readings.push((word, fit));
            }
        }
        Ok(())
    }

    fn query(&mut self, typed: &str) -> tantivy::Result<Option<Box<dyn Query>>> {
        let words = self.words(typed);
        let Some(last) = words.len().checked_sub(1) else { return Ok(None) };
        if self.is_ranked {
            let readings = words.iter().enumerate().map(|(at, word)| self.reading(word, at == last));
            return Ok(Some(Box::new(BooleanQuery::union(readings.collect::<tantivy::Result<_>>()?))));
        }
        let fuzzy = words.iter().enumerate().map(|(at, word)| -> Box<dyn Query> {
            let term = Term::from_field_text(self.fields[0], word);
            let slips = u8::from(word.chars().count() > 3);
            Box::new(if at == last {
                FuzzyTermQuery::new_prefix(term, slips, true)
            } else {
                FuzzyTermQuery::new(term, slips, true)
            })
        });
        Ok(Some(Box::new(BooleanQuery::intersection(fuzzy.collect()))))
    }
}

impl Engine for Tantivy {
    fn find(&mut self, typed: &str, _: Option<&str>, limit: usize) -> Vec<u32> {
        let Some(query) = self.query(typed).expect("a query") else { return vec![] };
        let top =
            self.searcher.search(&query, &TopDocs::with_limit(limit).order_by_score()).expect("an answer");
        let number =
            |column: &Column<u64>, at| column.first(at).and_then(|number| u32::try_from(number).ok());
        top.into_iter()
            .filter_map(|(_, at)| number(&self.numbers[at.segment_ord as usize], at.doc_id))
            .collect()
    }
}

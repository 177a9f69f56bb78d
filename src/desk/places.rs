//! Where postcodes are: imported whole, read once in the background, offered to whatever measures a distance.

use crate::desk::refusal::Refusal;
use crate::desk::reply::{PlacesCard, Reply};
use crate::desk::{Asker, read, write};
use crate::domain::places::{Gazetteer, Places, Source};
use crate::domain::service::details::Position;
use crate::domain::text;
use crate::store::{Notice, Store};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::thread::JoinHandle;
use std::time::Duration;

/// How long reading them lets the first screen go first.
const HELD_BACK: Duration = Duration::from_millis(250);

/// The most characters of a file's name that are kept.
const NAME_LIMIT: usize = 200;

/// What is known of where postcodes are.
pub(super) struct Whereabouts {
    held: RwLock<Held>,
    reading: Mutex<Option<JoinHandle<()>>>,
    /// Nobody needs them any more: the desk is gone.
    given_up: AtomicBool,
    /// Held by whoever imports: of two, one after the other.
    importing: Mutex<()>,
}

#[derive(Default)]
struct Held {
    known: Option<Arc<Gazetteer>>,
    /// Why nothing is known although something was kept.
    trouble: Option<String>,
}

impl Whereabouts {
    /// Begins to read what a store has, in the background.
    pub fn load(store: &Arc<dyn Store>) -> Arc<Self> {
        let ours = Arc::new(Self {
            held: RwLock::default(),
            reading: Mutex::default(),
            given_up: AtomicBool::new(false),
            importing: Mutex::default(),
        });
        let (theirs, store) = (Arc::downgrade(&ours), Arc::downgrade(store));
        let reading = std::thread::spawn(move || {
            std::thread::park_timeout(HELD_BACK);
            let (Some(ours), Some(store)) = (theirs.upgrade(), store.upgrade()) else { return };
            if !ours.given_up.load(Ordering::Relaxed) {
                *write(&ours.held) = match store.places() {
                    Ok(known) => Held { known: known.map(Arc::new), trouble: None },
                    Err(Notice(trouble)) => Held { known: None, trouble: Some(trouble) },
                };
            }
        });
        *ours.reading.lock().unwrap_or_else(PoisonError::into_inner) = Some(reading);
        ours
    }

    /// What is known now; nothing while it is still being read.
    pub fn now(&self) -> Option<Arc<Gazetteer>> {
        read(&self.held).known.clone()
    }

    /// Waits until it is read.
    pub fn wait(&self) {
        let mut reading = self.reading.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(reading) = reading.take() {
            reading.thread().unpark();
            // What it panicked of, it has said.
            let _ = reading.join();
        }
    }

    /// Ends the reading: whoever opens the store next finds it free.
    pub fn give_up(&self) {
        self.given_up.store(true, Ordering::Relaxed);
        self.wait();
    }
}

impl Asker<'_> {
    /// What is known of where postcodes are.
    pub(super) fn places(self) -> Reply {
        self.desk.whereabouts.wait();
        let held = read(&self.desk.whereabouts.held);
        let trouble = held.trouble.clone();
        let card = held.known.as_ref().map_or_else(PlacesCard::default, |known| self.card(known));
        Reply::Places(PlacesCard { trouble, ..card })
    }

    /// Takes places in the stead of those that were there.
    pub(super) fn import_places(self, places: Places, file: &str, dry_run: bool) -> Result<Reply, Refusal> {
        if places.is_empty() {
            return Err(Refusal::input(
                "there is no postcode in it that could be taken",
                "Give a file of postcodes with their positions; `signpost places columns` lists what is read.",
            ));
        }
        let source = Source { file: text::line(file, NAME_LIMIT), at: self.desk.now(), by: self.actor };
        let known = Arc::new(Gazetteer { places, source });
        if !dry_run {
            let whereabouts = &self.desk.whereabouts;
            let _alone = whereabouts.importing.lock().unwrap_or_else(PoisonError::into_inner);
            // What is still being read must not come after.
            whereabouts.wait();
            self.keep_places(&known)?;
            *write(&whereabouts.held) = Held { known: Some(Arc::clone(&known)), trouble: None };
        }
        Ok(Reply::Places(self.card(&known)))
    }

    /// Where a postcode or an outcode is, as far as is known now.
    pub(super) fn locate(self, text: &str) -> Option<Position> {
        self.desk.whereabouts.now()?.places.locate(text)
    }

    fn card(self, known: &Gazetteer) -> PlacesCard {
        PlacesCard {
            postcodes: known.places.postcodes(),
            outcodes: known.places.outcodes(),
            file: Some(known.source.file.clone()),
            imported_at: Some(known.source.at),
            imported_by: Some(self.name_of(known.source.by)),
            trouble: None,
        }
    }
}

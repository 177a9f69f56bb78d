//! The loop: hear a batch, update, do what is wanted, draw once. And the threads beside it.
//!
//! Generic over what is drawn on and over how effects are done, so that tests drive the very same loop.

use crate::desk::refusal::Refusal;
use crate::desk::reply::Reply;
use crate::desk::request::Request;
use crate::desk::{Actor, Ask};
use crate::domain::id::StaffId;
use crate::domain::staff::Staff;
use crate::keymap::Keymap;
use crate::tui::drafts::Drafts;
use crate::tui::input::{self, Input};
use crate::tui::model::Model;
use crate::tui::msg::{Effect, Msg, Opening};
use crate::tui::signs::Signs;
use crate::tui::tasks::Tasks;
use crate::tui::terminal::Screen;
use crate::tui::theme::ThemeName;
use crate::tui::update::update;
use crate::tui::view::view;
use jiff::Timestamp;
use ratatui::Frame;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::Duration;

/// How long the first frame waits for what it would show, so that nothing is drawn twice.
const FIRST_FRAME: Duration = Duration::from_millis(400);

/// Opens a store: hears how far a rebuild of the index is, in percent.
pub type Opener = Box<dyn Fn(&dyn Fn(u8)) -> Result<Arc<dyn Ask>, Refusal> + Send>;

/// Says who is at the keyboard of those who work there; nobody: they choose.
pub type WhoIsIt = Box<dyn Fn(&[Staff]) -> Result<Option<StaffId>, Refusal> + Send>;

/// What the application starts with.
pub struct Start {
    /// Opens the store.
    pub open: Opener,
    /// Opens the demo in its place, for first use.
    pub open_demo: Opener,
    /// Whether this is the demo already.
    pub demo: bool,
    /// Says who is at the keyboard, of those who work there.
    pub who: WhoIsIt,
    /// The operating system's account of whoever is at the keyboard.
    pub account: Option<String>,
    /// The data folder, for the drafts.
    pub data: PathBuf,
    /// The keys, and what is wrong with them in words.
    pub keymap: Keymap,
    /// What is wrong with the keymap, to be said at the start.
    pub keymap_problems: Vec<String>,
    /// Colours.
    pub theme: ThemeName,
    /// Signs.
    pub signs: Signs,
    /// The command that prints its standard input; empty: none is set.
    pub print_command: Vec<String>,
}

/// Runs the application until it ends.
///
/// # Errors
/// What could not be opened, with the terminal given back; or that the terminal is none.
pub fn run(start: Start) -> Result<(), Failed> {
    let (sender, receiver) = mpsc::channel();
    let mut screen = Screen::enter()?;
    let (columns, rows) = screen.size()?;
    let (keymap, problems) = (start.keymap.clone(), start.keymap_problems.clone());
    let (theme, signs, demo) = (start.theme, start.signs, start.demo);
    let (account, folder) = (start.account.clone(), start.data.display().to_string());
    let inputs = sender.clone();
    // Opening takes longest: it goes on while everything else is made ready.
    let mut doing = Doing::new(start, sender);
    doing.open(false);
    input::start(move |batch: Vec<Input>| batch.into_iter().all(|one| inputs.send(Msg::Input(one)).is_ok()))?;
    let mut model = Model::new(keymap, theme, signs, (columns, rows), Timestamp::now());
    model.tasks = demo.then(Tasks::default);
    (model.account, model.folder) = (account, folder);
    for problem in problems {
        model.messages.push((model.now, problem));
    }
    let result = run_loop(&mut model, &receiver, &mut screen, &mut doing);
    drop(screen);
    doing.end();
    result?;
    match model.failed {
        Some(refusal) => Err(Failed::Refused(refusal)),
        None => Ok(()),
    }
}

/// Why the application ended otherwise than asked for.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    /// The store could not be opened, or does not know who asks.
    #[error("{0}")]
    Refused(Refusal),
    /// The terminal is none, or is gone.
    #[error("the terminal: {0}")]
    Terminal(#[from] io::Error),
}

/// What is drawn on.
pub trait Surface {
    /// Draws one frame.
    fn draw(&mut self, view: &mut dyn FnMut(&mut Frame<'_>)) -> io::Result<()>;
    /// Columns and rows, as they are now.
    fn size(&self) -> io::Result<(u16, u16)>;
    /// Makes the next frame draw everything.
    fn repaint(&mut self) -> io::Result<()>;
    /// Hands a text to the clipboard of whatever terminal this is shown in.
    fn copy(&mut self, text: &str) -> io::Result<()>;
    /// Stops until the shell goes on.
    fn suspend(&mut self) -> io::Result<()>;
    /// Sets the terminal up again after a stop.
    fn resume(&mut self) -> io::Result<()>;
}

impl Surface for Screen {
    fn draw(&mut self, view: &mut dyn FnMut(&mut Frame<'_>)) -> io::Result<()> {
        Self::draw(self, view)
    }

    fn size(&self) -> io::Result<(u16, u16)> {
        Self::size(self)
    }

    fn repaint(&mut self) -> io::Result<()> {
        Self::repaint(self)
    }

    fn copy(&mut self, text: &str) -> io::Result<()> {
        Self::copy(self, text)
    }

    fn suspend(&mut self) -> io::Result<()> {
        Self::suspend(self)
    }

    fn resume(&mut self) -> io::Result<()> {
        Self::resume(self)
    }
}

/// Does what the application wants done, away from the loop's thread where it may take time.
pub trait Does {
    /// Does one thing.
    fn does(&mut self, effect: Effect);
}

/// Hears, updates, does, draws, until the end.
///
/// # Errors
/// The terminal is gone.
pub fn run_loop(
    model: &mut Model,
    messages: &Receiver<Msg>,
    surface: &mut dyn Surface,
    doing: &mut dyn Does,
) -> io::Result<()> {
    let mut drawn = false;
    let started = std::time::Instant::now();
    loop {
        let until =
            |at: Timestamp| Duration::try_from(at.duration_since(Timestamp::now())).unwrap_or(Duration::ZERO);
        let wait = model.deadline().map(until);
        let wait = if drawn { wait } else { Some(FIRST_FRAME.saturating_sub(started.elapsed())) };
        let Some(mut batch) = input::recv_batch(messages, wait) else { return Ok(()) };
        if batch.is_empty() {
            batch.push(Msg::Time);
        }
        for msg in batch {
            let resized = matches!(msg, Msg::Input(Input::Resized | Input::Resumed));
            let mut effects = update(model, msg, Timestamp::now());
            if resized {
                let (columns, rows) = surface.size()?;
                effects.extend(update(model, Msg::Size(columns, rows), Timestamp::now()));
            }
            for effect in effects {
                match effect {
                    Effect::Quit => return Ok(()),
                    Effect::Repaint => surface.repaint()?,
                    Effect::Resume => surface.resume()?,
                    Effect::Suspend => {
                        if let Err(error) = surface.suspend() {
                            update(model, Msg::Hint(error.to_string()), Timestamp::now());
                        }
                    }
                    Effect::Copy(text) => {
                        surface.copy(&text)?;
                        let said = "Copied, where your terminal allows it.".to_owned();
                        update(model, Msg::Sent(Ok(said)), Timestamp::now());
                    }
                    effect => doing.does(effect),
                }
            }
        }
        // The first frame shows what was asked for; it waits for it a moment, never longer.
        if drawn || model.is_ready() || started.elapsed() >= FIRST_FRAME {
            drawn = true;
            surface.draw(&mut |frame| view(model, frame))?;
        }
    }
}

/// Questions on their way to the desk.
enum Job {
    Open { demo: bool },
    Begin(StaffId),
    Ask(u64, Box<Request>),
}

/// Does effects for real: one thread asks the desk, in order; one keeps drafts.
struct Doing {
    jobs: Sender<Job>,
    drafts: Sender<(StaffId, Option<crate::tui::draft::FlagDraft>)>,
    me: Option<StaffId>,
    threads: Vec<std::thread::JoinHandle<()>>,
    print_command: Vec<String>,
    messages: Sender<Msg>,
}

impl Doing {
    fn new(start: Start, messages: Sender<Msg>) -> Self {
        let (jobs, work) = mpsc::channel();
        let (drafts, kept) = mpsc::channel::<(StaffId, Option<crate::tui::draft::FlagDraft>)>();
        let (keeper, said) = (Drafts::of(&start.data), messages.clone());
        let keeping = std::thread::spawn(move || {
            for (who, draft) in kept {
                let result = match &draft {
                    Some(draft) => keeper.write(who, draft),
                    None => keeper.remove(who),
                };
                let kept = result.map(|()| Timestamp::now()).map_err(|error| error.to_string());
                if draft.is_some() || kept.is_err() {
                    // Nobody listens any more at the very end; the draft is kept all the same.
                    let _ = said.send(Msg::DraftKept(kept));
                }
            }
        });
        let (print_command, said) = (start.print_command.clone(), messages.clone());
        let asking = std::thread::spawn(move || work_off(&start, &work, &said));
        Self { jobs, drafts, me: None, threads: vec![keeping, asking], print_command, messages }
    }

    fn open(&self, demo: bool) {
        let _ = self.jobs.send(Job::Open { demo });
    }

    /// Waits until everything that was wanted is done: drafts kept, the store closed.
    fn end(self) {
        drop((self.jobs, self.drafts));
        for thread in self.threads {
            // A thread that panicked has said so; the others still end in order.
            let _ = thread.join();
        }
    }
}

impl Does for Doing {
    fn does(&mut self, effect: Effect) {
        match effect {
            Effect::Ask(number, request) => drop(self.jobs.send(Job::Ask(number, request))),
            Effect::Begin(me) => {
                self.me = Some(me);
                let _ = self.jobs.send(Job::Begin(me));
            }
            Effect::StartDemo => self.open(true),
            Effect::KeepDraft(draft) => {
                if let Some(me) = self.me {
                    let _ = self.drafts.send((me, draft.map(|draft| *draft)));
                }
            }
            Effect::Print(text) => {
                let (command, said) = (self.print_command.clone(), self.messages.clone());
                std::thread::spawn(move || drop(said.send(Msg::Sent(print(&command, &text)))));
            }
            Effect::Copy(_) | Effect::Suspend | Effect::Repaint | Effect::Resume | Effect::Quit => {}
        }
    }
}

/// Asks the desk, one question after the other, until nobody asks any more.
fn work_off(start: &Start, work: &Receiver<Job>, messages: &Sender<Msg>) {
    let mut desk: Option<Arc<dyn Ask>> = None;
    let mut actor = Actor::NOBODY;
    for job in work {
        let msg = match job {
            Job::Open { demo } => {
                // The store before is closed first: one folder is one process's.
                desk = None;
                let opener = if demo { &start.open_demo } else { &start.open };
                let opened = opener(&|percent| drop(messages.send(Msg::Rebuilding(percent))));
                let opening = match opened {
                    Ok(opened) => {
                        let opening = look_around(start, opened.as_ref());
                        desk = Some(opened);
                        opening
                    }
                    Err(refusal) => Opening::Refused(refusal),
                };
                Msg::Opened(Box::new(opening))
            }
            Job::Begin(me) => {
                actor = Actor::staff(me);
                match Drafts::of(&start.data).read(me) {
                    Ok(found) => Msg::DraftFound(found),
                    Err(error) => Msg::Sent(Err(format!("The draft cannot be read: {error}."))),
                }
            }
            Job::Ask(number, request) => {
                let Some(desk) = &desk else { continue };
                Msg::Answer(number, Box::new(desk.ask(actor, *request)))
            }
        };
        if messages.send(msg).is_err() {
            break;
        }
    }
    if let Some(desk) = desk {
        // Nothing confirmed hangs on it: the next start only has more to read.
        let _ = desk.close();
    }
}

/// Who is at the keyboard of a store that was just opened, and who works there.
fn look_around(start: &Start, desk: &dyn Ask) -> Opening {
    if desk.is_empty() {
        return Opening::Empty;
    }
    let staff = match desk.ask(Actor::NOBODY, Request::Staff) {
        Ok(Reply::Staff(staff)) => staff,
        Ok(_) => vec![],
        Err(refusal) => return Opening::Refused(refusal),
    };
    let me = match (start.who)(&staff) {
        Ok(me) => me,
        Err(refusal) => return Opening::Refused(refusal),
    };
    let overview = match desk.ask(Actor::NOBODY, Request::Overview) {
        Ok(Reply::Overview(overview)) => Some(Box::new(overview)),
        _ => None,
    };
    Opening::Open { me, staff, overview }
}

/// Gives text to the command that prints.
fn print(command: &[String], text: &str) -> Result<String, String> {
    let Some((program, arguments)) = command.split_first() else {
        return Err(
            "No printing command is set.\nSet `print` in the settings file, for instance to lp.".to_owned()
        );
    };
    let failed = |error: io::Error| format!("{program} did not print: {error}.");
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(failed)?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(text.as_bytes()).map_err(failed)?;
    }
    let status = child.wait().map_err(failed)?;
    if status.success() {
        Ok(format!("Sent to {program}."))
    } else {
        Err(format!("{program} ended with {status}."))
    }
}

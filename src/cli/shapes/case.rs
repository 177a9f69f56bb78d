//! The JSON of cases: in a list, whole, and what was done with one.

use crate::cli::shapes::people::PatientShape;
use crate::cli::shapes::work::{CallBackShape, NextShape, WorkShape};
use crate::desk::reply::{Action, ActionKind, CaseCard, CaseLine, Done, HistoryLine};
use crate::domain::case::work::{Did, Next};
use crate::domain::case::{Agreement, Answer, CaseNeed, Escalation, NeedState, Recipient, Stage, WentOn};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

/// A case in a list (`signpost cases`), and what was done with one (`signpost flag`, `signpost case ID …`).
#[derive(Clone, Debug, Serialize)]
pub struct CaseShape {
    /// The case's id.
    pub case: String,
    /// Its reference, to be said aloud: `K7M-4`.
    pub reference: String,
    /// The patient's id.
    pub patient: String,
    /// The patient's name, or the number of one whose name is to be filled in.
    pub called: String,
    /// Number, birth and postcode, to read back.
    pub read_back: String,
    /// The needs, by key: `["loneliness","debt"]`.
    pub needs: Vec<String>,
    /// `to_route`, `returned`, `waiting`, `with_link_worker`, `routed`, `closed` or `taken_back`.
    pub status: &'static str,
    /// Since when it stands there.
    pub since: Timestamp,
    /// `routine`, `soon` or `urgent`.
    pub urgency: &'static str,
    /// The link worker's name: whose it is, or for whom it waits.
    pub worker: Option<String>,
    /// When it was opened.
    pub opened: Timestamp,
    /// Who flagged it first.
    pub opened_by: String,
    /// When anything last happened.
    pub last: Timestamp,
    /// Whether an escalation waits for a clinician.
    pub escalated: bool,
    /// Working days past the practice's limit; 0: not overdue.
    pub overdue_days: u16,
    /// When its link worker looks at it again; `null`: nobody has it, or the asker may not see it.
    pub next: Option<NextShape>,
    /// Why it wants its link worker's attention, the heaviest reason first, in words.
    pub attention: Vec<String>,
    /// What came of it so far, without the link workers' notes; may be empty.
    pub came_of_it: String,
    /// The call that the patient asked for.
    pub call_back: Option<CallBackShape>,
}

/// What was done: the case's own fields, where there is a case, and these.
#[derive(Clone, Debug, Serialize)]
pub struct DoneShape {
    /// In a sentence.
    pub said: String,
    /// What to read out to the patient.
    pub read_out: Option<String>,
    /// The case as it is now.
    #[serde(flatten)]
    pub case: Option<CaseShape>,
}

/// One case, whole (`signpost case ID`).
#[derive(Clone, Debug, Serialize)]
pub struct CaseCardShape {
    /// As in a list.
    #[serde(flatten)]
    pub case: CaseShape,
    /// Whose it is.
    pub person: PatientShape,
    /// What became of each need.
    pub need_states: Vec<NeedShape>,
    /// What was said when it was flagged.
    pub note: String,
    /// How it ended, where it has: `helped`, `partly_helped`, `not_helped`, `not_reached`, `declined`, `moved_away`,
    /// `not_suitable`, `other_route`, `died`.
    pub outcome: Option<String>,
    /// What was written when it ended.
    pub summary: Option<String>,
    /// What the patient agreed to, or did not.
    pub agreements: Vec<AgreementShape>,
    /// What was escalated.
    pub escalations: Vec<EscalationShape>,
    /// Where somebody went on in spite of a red flag.
    pub went_on: Vec<WentOnShape>,
    /// What the link workers do for the patient; `null`: the asker may not see it.
    pub work: Option<WorkShape>,
    /// What is proposed to be next after each kind of thing: `accepted`, `not_reached`, `left_word`, `spoke`, `referred`,
    /// `other`.
    pub proposed: Vec<ProposedShape>,
    /// What stops when the patient does not agree any more to be contacted.
    pub hangs_on_contact: Vec<String>,
    /// What happened, oldest first.
    pub history: Vec<HistoryShape>,
    /// What whoever asked can do now, and why not otherwise.
    pub actions: Vec<ActionShape>,
    /// What whoever asked can take back.
    pub undo: Option<String>,
}

/// A need of a case.
#[derive(Clone, Debug, Serialize)]
pub struct NeedShape {
    /// Its key.
    pub need: String,
    /// `open`, `signposted`, `referred`, `with_link_worker`, `declined`, `met`, `partly_met` or `not_met`.
    pub status: &'static str,
    /// The same in words, with the service or the reason.
    pub said: String,
    /// When it was flagged.
    pub flagged: Timestamp,
    /// Whether its link worker has not seen it yet.
    pub new: bool,
}

/// What a patient agreed to, or did not.
#[derive(Clone, Debug, Serialize)]
pub struct AgreementShape {
    /// `link workers`, or the service's name.
    pub to: String,
    /// `agreed`, `declined` or `withdrawn`.
    pub answer: &'static str,
    /// The words that were put to them.
    pub words: String,
    /// Which details go.
    pub shares: Vec<String>,
    /// When they were asked.
    pub at: Timestamp,
    /// The last day that it holds on; `null`: until it is withdrawn.
    pub until: Option<Date>,
}

/// What is proposed to be next after something.
#[derive(Clone, Debug, Serialize)]
pub struct ProposedShape {
    /// After what.
    pub after: &'static str,
    /// What is next.
    #[serde(flatten)]
    pub next: NextShape,
}

/// Something that was escalated.
#[derive(Clone, Debug, Serialize)]
pub struct EscalationShape {
    /// What it is about.
    pub reason: String,
    /// The red flags that brought it up, by key.
    pub red_flags: Vec<String>,
    /// Who was told.
    pub told: String,
    /// When they were told.
    pub told_at: Timestamp,
    /// When a clinician took note.
    pub acknowledged: Option<Timestamp>,
}

/// Where somebody went on in spite of a red flag.
#[derive(Clone, Debug, Serialize)]
pub struct WentOnShape {
    /// The red flags, by key.
    pub red_flags: Vec<String>,
    /// Why.
    pub why: String,
    /// When.
    pub at: Timestamp,
}

/// One line of a case's history.
#[derive(Clone, Debug, Serialize)]
pub struct HistoryShape {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub who: String,
    /// What, as the rest of a sentence.
    pub what: String,
    /// In somebody's own words.
    pub words: String,
    /// Whether it was taken back later.
    pub taken_back: bool,
}

/// Something that can be done with a case, or why not.
#[derive(Clone, Debug, Serialize)]
pub struct ActionShape {
    /// As `signpost case ID` takes it: `hand-over`.
    pub action: &'static str,
    /// Why not; `null`: it can be done.
    pub refused: Option<String>,
}

impl From<&CaseLine> for CaseShape {
    fn from(line: &CaseLine) -> Self {
        Self {
            case: line.id.to_string(),
            reference: line.reference.to_string(),
            patient: line.patient.id.to_string(),
            called: line.patient.called.clone(),
            read_back: line.patient.read_back.clone(),
            needs: line.needs.iter().map(|need| need.need.to_string()).collect(),
            status: status(&line.stage),
            since: line.stage.since(),
            urgency: line.urgency.word(),
            worker: line.worker.clone(),
            opened: line.opened,
            opened_by: line.opened_by.clone(),
            last: line.last,
            escalated: line.escalated,
            overdue_days: line.overdue_days,
            next: line.next.as_ref().map(NextShape::from),
            attention: line.attention.iter().map(ToString::to_string).collect(),
            came_of_it: line.came_of_it.clone(),
            call_back: line.call_back.as_ref().map(CallBackShape::from),
        }
    }
}

/// Where a case stands, in one word.
pub fn status(stage: &Stage) -> &'static str {
    match stage {
        Stage::ToRoute { returned: None, .. } => "to_route",
        Stage::ToRoute { returned: Some(_), .. } => "returned",
        Stage::Waiting { .. } => "waiting",
        Stage::With { .. } => "with_link_worker",
        Stage::Routed { .. } => "routed",
        Stage::Closed { .. } => "closed",
        Stage::Withdrawn { .. } => "taken_back",
    }
}

impl From<&Done> for DoneShape {
    fn from(done: &Done) -> Self {
        Self {
            said: done.said.clone(),
            read_out: done.read_out.clone(),
            case: done.case.as_deref().map(CaseShape::from),
        }
    }
}

impl From<&CaseCard> for CaseCardShape {
    fn from(card: &CaseCard) -> Self {
        let (outcome, summary) = match &card.line.stage {
            Stage::Closed { outcome, summary, .. } => {
                (Some(outcome.name().replace(' ', "_")), Some(summary.clone()))
            }
            _ => (None, None),
        };
        Self {
            case: (&card.line).into(),
            person: (&card.patient).into(),
            need_states: card.line.needs.iter().map(NeedShape::from).collect(),
            note: card.note.clone(),
            outcome,
            summary,
            agreements: card.agreements.iter().map(AgreementShape::from).collect(),
            escalations: card.escalations.iter().map(EscalationShape::from).collect(),
            went_on: card.went_on.iter().map(WentOnShape::from).collect(),
            work: card.work.as_deref().map(WorkShape::from),
            proposed: card.proposed.iter().map(|(did, next)| ProposedShape::of(*did, next)).collect(),
            hangs_on_contact: card.hangs_on_contact.clone(),
            history: card.history.iter().map(HistoryShape::from).collect(),
            actions: card.actions.iter().map(ActionShape::from).collect(),
            undo: card.undo.clone(),
        }
    }
}

impl From<&CaseNeed> for NeedShape {
    fn from(need: &CaseNeed) -> Self {
        let status = match need.state {
            NeedState::Open => "open",
            NeedState::Signposted { .. } => "signposted",
            NeedState::Referred { .. } => "referred",
            NeedState::WithLinkWorker => "with_link_worker",
            NeedState::Declined => "declined",
            NeedState::Met => "met",
            NeedState::PartlyMet { .. } => "partly_met",
            NeedState::NotMet { .. } => "not_met",
        };
        let said = need.state.said();
        Self { need: need.need.to_string(), status, said, flagged: need.flagged.at, new: need.new }
    }
}

impl From<&Agreement> for AgreementShape {
    fn from(agreement: &Agreement) -> Self {
        Self {
            to: match &agreement.recipient {
                Recipient::LinkWorkers => "link workers".to_owned(),
                Recipient::Service(service) => service.name.clone(),
            },
            answer: match agreement.answer {
                Answer::Agreed => "agreed",
                Answer::Declined => "declined",
                Answer::Withdrawn => "withdrawn",
            },
            words: agreement.words.clone(),
            shares: agreement.shares.clone(),
            at: agreement.asked.at,
            until: agreement.until,
        }
    }
}

impl ProposedShape {
    fn of(did: Did, next: &Next) -> Self {
        let after = match did {
            Did::Accepted => "accepted",
            Did::NotReached => "not_reached",
            Did::LeftWord => "left_word",
            Did::Spoke => "spoke",
            Did::Referred => "referred",
            Did::Other => "other",
        };
        Self { after, next: next.into() }
    }
}

impl From<&Escalation> for EscalationShape {
    fn from(escalation: &Escalation) -> Self {
        Self {
            reason: escalation.reason.clone(),
            red_flags: escalation.red_flags.clone(),
            told: escalation.told.clone(),
            told_at: escalation.told_at,
            acknowledged: escalation.acknowledged.map(|moment| moment.at),
        }
    }
}

impl From<&WentOn> for WentOnShape {
    fn from(went_on: &WentOn) -> Self {
        Self { red_flags: went_on.red_flags.clone(), why: went_on.why.clone(), at: went_on.moment.at }
    }
}

impl From<&HistoryLine> for HistoryShape {
    fn from(line: &HistoryLine) -> Self {
        let HistoryLine { at, who, what, words, taken_back } = line.clone();
        Self { at, who, what, words, taken_back }
    }
}

impl From<&Action> for ActionShape {
    fn from(action: &Action) -> Self {
        Self { action: action_name(action.kind), refused: action.refused.clone() }
    }
}

/// An action as the command line takes it.
pub fn action_name(kind: ActionKind) -> &'static str {
    match kind {
        ActionKind::Accept => "accept",
        ActionKind::HandOver => "hand-over",
        ActionKind::Signpost => "signpost",
        ActionKind::Refer => "refer",
        ActionKind::Escalate => "escalate",
        ActionKind::Acknowledge => "acknowledge",
        ActionKind::Decline => "decline",
        ActionKind::Return => "return",
        ActionKind::Reassign => "reassign",
        ActionKind::Note => "note",
        ActionKind::Close => "close",
        ActionKind::Reopen => "reopen",
        ActionKind::Contact => "contact",
        ActionKind::Wait => "wait",
        ActionKind::CallBack => "call-back",
        ActionKind::Appoint => "appoint",
        ActionKind::Plan => "plan",
        ActionKind::Measure => "measure",
        ActionKind::FollowUp => "follow-up",
        ActionKind::Withdraw => "withdraw",
        ActionKind::Code => "block",
    }
}

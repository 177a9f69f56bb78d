//! Which command does which kind of action, and which are the most likely.

use crate::desk::reply::ActionKind;
use crate::tui::commands::Command;

/// The command that does a kind of action.
pub(super) fn command_of(kind: ActionKind) -> Command {
    match kind {
        ActionKind::Accept => Command::Accept,
        ActionKind::HandOver => Command::HandOver,
        ActionKind::Signpost => Command::Signpost,
        ActionKind::Refer => Command::Refer,
        ActionKind::Escalate => Command::Escalate,
        ActionKind::Acknowledge => Command::Acknowledge,
        ActionKind::Decline => Command::Decline,
        ActionKind::Return => Command::GiveBack,
        ActionKind::Reassign => Command::Reassign,
        ActionKind::Note => Command::Note,
        ActionKind::Close => Command::Close,
        ActionKind::Reopen => Command::Reopen,
        ActionKind::Contact => Command::Contact,
        ActionKind::Wait => Command::Wait,
        ActionKind::CallBack => Command::CallBack,
        ActionKind::Appoint => Command::Appoint,
        ActionKind::Plan => Command::Plan,
        ActionKind::Measure => Command::Measure,
        ActionKind::FollowUp => Command::FollowUp,
        ActionKind::Withdraw => Command::Withdraw,
        ActionKind::Code => Command::Clinical,
    }
}

/// The kind of action that a command does.
pub(super) fn kind_of(command: Command) -> Option<ActionKind> {
    KINDS.into_iter().find(|kind| command_of(*kind) == command)
}

/// Every kind of action, the most likely first.
pub(super) const KINDS: [ActionKind; 21] = [
    ActionKind::Acknowledge,
    ActionKind::Accept,
    ActionKind::Contact,
    ActionKind::Plan,
    ActionKind::Measure,
    ActionKind::Wait,
    ActionKind::HandOver,
    ActionKind::Signpost,
    ActionKind::Refer,
    ActionKind::Note,
    ActionKind::Close,
    ActionKind::Appoint,
    ActionKind::CallBack,
    ActionKind::FollowUp,
    ActionKind::Code,
    ActionKind::Return,
    ActionKind::Decline,
    ActionKind::Reassign,
    ActionKind::Reopen,
    ActionKind::Withdraw,
    ActionKind::Escalate,
];

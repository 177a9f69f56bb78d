//! What becomes of two open cases when the records of one person are joined.

use super::{Body, Case, CaseNeed, Moment, Recipient, Stage};

impl Case {
    /// Another open case of the same person goes on in this one.
    pub(super) fn absorbed(&mut self, other: &Body, now: Moment) {
        // At most one worker: the one who is there stays; theirs comes along where there is none.
        let theirs_comes = matches!(
            (&self.body.stage, &other.stage),
            (Stage::ToRoute { .. } | Stage::Routed { .. }, Stage::Waiting { .. } | Stage::With { .. })
                | (Stage::Waiting { .. }, Stage::With { .. })
        );
        // A link worker has not seen what comes from the case that was not theirs.
        let is_new_to_worker = |ours: bool| match (theirs_comes, &self.body.stage, &other.stage) {
            (true, _, Stage::With { .. }) => ours,
            (false, Stage::With { .. }, _) => !ours,
            _ => false,
        };
        let (new_of_ours, new_of_theirs) = (is_new_to_worker(true), is_new_to_worker(false));
        let with_worker =
            matches!(if theirs_comes { &other.stage } else { &self.body.stage }, Stage::With { .. });
        for need in &mut self.body.needs {
            need.new = with_worker && (need.new || new_of_ours);
        }
        for theirs in &other.needs {
            let theirs = CaseNeed { new: with_worker && (theirs.new || new_of_theirs), ..theirs.clone() };
            match self.body.needs.iter_mut().find(|n| n.need == theirs.need) {
                Some(ours) if ours.state.has_ended() && !theirs.state.has_ended() => *ours = theirs,
                Some(_) => {}
                None => self.body.needs.push(theirs),
            }
        }
        self.body.urgency = self.body.urgency.min(other.urgency);
        if self.body.note.is_empty() {
            self.body.note.clone_from(&other.note);
        }
        self.body.agreements.extend(other.agreements.iter().cloned());
        self.body.agreements.sort_by_key(|agreement| agreement.asked.at);
        self.body.escalations.extend(other.escalations.iter().cloned());
        self.body.went_on.extend(other.went_on.iter().cloned());
        self.body.work.absorb(other.work.clone(), theirs_comes);
        if theirs_comes {
            self.body.stage = other.stage.clone();
        }
        // What was withdrawn in one of the two stops in both.
        let ended: Vec<Recipient> = self.no_longer_agreed().cloned().collect();
        for recipient in &ended {
            self.agreement_ended(recipient, None, now);
        }
        self.only_with_agreement(now);
        self.settle(now);
    }
}

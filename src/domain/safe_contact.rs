//! Safe contact: in which ways a patient may be reached, and what may come of each.
//!
//! A rule blocks; it is not a note. Who made an attempt, and when, is known elsewhere.

use super::patient::{Details, Reach};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A way of reaching a patient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// A call.
    Phone,
    /// A text message.
    Text,
    /// A video appointment.
    Video,
    /// Face to face: at the practice, at home, elsewhere.
    InPerson,
    /// A letter.
    Letter,
    /// An e-mail.
    Email,
}

/// What came of an attempt to reach a patient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactResult {
    /// They talked together.
    Spoke,
    /// Nobody answered.
    NoAnswer,
    /// A message was left on the answering machine.
    MessageLeft,
    /// It was sent.
    Sent,
    /// The number is somebody else's, or is not in use.
    WrongNumber,
    /// They did not come to the appointment.
    DidNotAttend,
    /// They asked to be rung at another time.
    CallBack,
}

impl How {
    /// All of them, as they are offered.
    pub const ALL: [Self; 6] =
        [Self::Phone, Self::Text, Self::Video, Self::InPerson, Self::Letter, Self::Email];

    /// As it is said.
    pub fn name(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Text => "text",
            Self::Video => "video",
            Self::InPerson => "in person",
            Self::Letter => "letter",
            Self::Email => "email",
        }
    }

    /// Reads what [`How::name`] gives, with a hyphen or a space.
    pub fn parse(text: &str) -> Option<Self> {
        let text = plain(text);
        Self::ALL.into_iter().find(|how| how.name() == text)
    }

    /// What may come of it, as it is offered.
    pub fn results(self) -> &'static [ContactResult] {
        use ContactResult::{CallBack, DidNotAttend, MessageLeft, NoAnswer, Sent, Spoke, WrongNumber};
        match self {
            Self::Phone => &[Spoke, NoAnswer, MessageLeft, CallBack, WrongNumber],
            Self::Text => &[Sent, WrongNumber],
            Self::Video => &[Spoke, DidNotAttend],
            // Nobody is in at a visit; nobody comes to an appointment.
            Self::InPerson => &[Spoke, NoAnswer, DidNotAttend],
            Self::Letter | Self::Email => &[Sent],
        }
    }
}

impl ContactResult {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Spoke,
        Self::NoAnswer,
        Self::MessageLeft,
        Self::Sent,
        Self::WrongNumber,
        Self::DidNotAttend,
        Self::CallBack,
    ];

    /// As it is said.
    pub fn name(self) -> &'static str {
        match self {
            Self::Spoke => "spoke",
            Self::NoAnswer => "no answer",
            Self::MessageLeft => "message left",
            Self::Sent => "sent",
            Self::WrongNumber => "wrong number",
            Self::DidNotAttend => "did not attend",
            Self::CallBack => "call back",
        }
    }

    /// Reads what [`ContactResult::name`] gives, with a hyphen or a space.
    pub fn parse(text: &str) -> Option<Self> {
        let text = plain(text);
        Self::ALL.into_iter().find(|result| result.name() == text)
    }

    /// Whether the patient was reached by it.
    pub fn reached(self) -> bool {
        self == Self::Spoke
    }
}

/// A word as it is compared: `In-Person` is `in person`.
fn plain(text: &str) -> String {
    text.trim().to_lowercase().replace(['-', '_'], " ")
}

impl fmt::Display for How {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for ContactResult {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Why a patient must not be reached so: what holds, and what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Blocked {
    /// They have died, or moved away; says which.
    #[error(
        "The patient {0}: all contact has stopped. If that is wrong, correct the patient's standing first."
    )]
    NoContact(&'static str),
    /// They do not want to be called.
    #[error("They said no to calls. Reach them in another way, or ask them anew when you meet.")]
    Call,
    /// They do not want text messages.
    #[error("They said no to text messages. Reach them in another way, or ask them anew when you meet.")]
    Text,
    /// No message may be left.
    #[error("They said no to voicemail. Do not leave a message: hang up, and try again at another time.")]
    Voicemail,
    /// Nobody has asked whether a message may be left.
    #[error(
        "Nobody has asked whether a message may be left. Do not leave one: hang up, try again at another time, and ask \
         when you speak."
    )]
    VoicemailNotAsked,
    /// They do not want letters.
    #[error("They said no to letters. Nothing is sent or printed to post; give it to them in person.")]
    Letter,
    /// Nobody has asked whether a letter may come.
    #[error(
        "Nobody has asked whether a letter may come. Nothing is sent or printed to post; ask first, and record the \
         answer."
    )]
    LetterNotAsked,
    /// Not a result that this way of reaching somebody has.
    #[error("\"{result}\" cannot come of {how}. Choose another result.")]
    NoSuchResult {
        /// The way.
        how: How,
        /// The result.
        result: ContactResult,
    },
}

/// Why a patient must not be reached in a way, or with a result; `None`: they may.
///
/// Not asked means no voicemail and no letter; a call or a text message is stopped by a no only. Without a result,
/// whether the way may be tried at all.
pub fn blocked(details: &Details, how: How, result: Option<ContactResult>) -> Option<Blocked> {
    if let Some(why) = details.no_contact() {
        return Some(Blocked::NoContact(why));
    }
    let contact = &details.contact;
    let way = match how {
        How::Phone => (contact.call == Reach::Refused).then_some(Blocked::Call),
        How::Text => (contact.text == Reach::Refused).then_some(Blocked::Text),
        How::Letter => only_if_allowed(contact.letter, Blocked::Letter, Blocked::LetterNotAsked),
        How::Video | How::InPerson | How::Email => None,
    };
    way.or_else(|| {
        let result = result?;
        if !how.results().contains(&result) {
            return Some(Blocked::NoSuchResult { how, result });
        }
        let leaves_message = result == ContactResult::MessageLeft;
        let voicemail = || only_if_allowed(contact.voicemail, Blocked::Voicemail, Blocked::VoicemailNotAsked);
        leaves_message.then(voicemail).flatten()
    })
}

/// Whether something may be printed to be posted to a patient.
///
/// # Errors
/// Why it may not.
pub fn may_print_letter(details: &Details) -> Result<(), Blocked> {
    blocked(details, How::Letter, None).map_or(Ok(()), Err)
}

fn only_if_allowed(reach: Reach, refused: Blocked, not_asked: Blocked) -> Option<Blocked> {
    match reach {
        Reach::Allowed => None,
        Reach::Refused => Some(refused),
        Reach::NotAsked => Some(not_asked),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::patient::{Contact, Standing};
    use proptest::prelude::*;
    use rstest::rstest;

    const REACHES: [Reach; 3] = [Reach::NotAsked, Reach::Allowed, Reach::Refused];

    fn with(contact: Contact) -> Details {
        Details { contact, ..Details::default() }
    }

    #[test]
    fn nobody_was_asked_so_a_call_may_be_made_but_no_message_left_and_no_letter_sent() {
        let details = Details::default();
        assert_eq!(blocked(&details, How::Phone, None), None);
        assert_eq!(blocked(&details, How::Phone, Some(ContactResult::NoAnswer)), None);
        assert_eq!(blocked(&details, How::Text, Some(ContactResult::Sent)), None);
        let message = blocked(&details, How::Phone, Some(ContactResult::MessageLeft));
        assert_eq!(message, Some(Blocked::VoicemailNotAsked));
        assert_eq!(may_print_letter(&details), Err(Blocked::LetterNotAsked));
    }

    #[test]
    fn what_they_said_yes_to_may_be_done() {
        let yes = Reach::Allowed;
        let details =
            with(Contact { call: yes, text: yes, voicemail: yes, letter: yes, ..Contact::default() });
        for how in How::ALL {
            for result in how.results() {
                assert_eq!(blocked(&details, how, Some(*result)), None, "{how} {result}");
            }
        }
        assert_eq!(may_print_letter(&details), Ok(()));
    }

    #[rstest]
    #[case(How::Phone, None, Some(Blocked::Call))]
    #[case(How::Phone, Some(ContactResult::Spoke), Some(Blocked::Call))]
    #[case(How::Text, None, Some(Blocked::Text))]
    #[case(How::Letter, None, Some(Blocked::Letter))]
    #[case(How::Video, Some(ContactResult::Spoke), None)]
    #[case(How::InPerson, Some(ContactResult::DidNotAttend), None)]
    #[case(How::Email, Some(ContactResult::Sent), None)]
    fn who_said_no_to_everything_is_met_and_not_rung(
        #[case] how: How,
        #[case] result: Option<ContactResult>,
        #[case] is: Option<Blocked>,
    ) {
        let no = Reach::Refused;
        let details = with(Contact { call: no, text: no, voicemail: no, letter: no, ..Contact::default() });
        assert_eq!(blocked(&details, how, result), is);
    }

    #[test]
    fn a_message_cannot_be_left_where_they_said_no_to_voicemail() {
        let details = with(Contact { voicemail: Reach::Refused, ..Contact::default() });
        let why = blocked(&details, How::Phone, Some(ContactResult::MessageLeft)).unwrap();
        assert_eq!(
            why.to_string(),
            "They said no to voicemail. Do not leave a message: hang up, and try again at another time."
        );
    }

    #[rstest]
    #[case(Standing::Died, "The patient has died: all contact has stopped.")]
    #[case(Standing::MovedAway, "The patient has moved away: all contact has stopped.")]
    fn nobody_contacts_who_has_died_or_moved(#[case] standing: Standing, #[case] says: &str) {
        let yes = Reach::Allowed;
        let contact = Contact { call: yes, text: yes, voicemail: yes, letter: yes, ..Contact::default() };
        let details = Details { contact, standing, ..Details::default() };
        for how in How::ALL {
            assert!(blocked(&details, how, None).unwrap().to_string().starts_with(says));
        }
    }

    #[test]
    fn a_letter_is_only_sent_and_nobody_is_spoken_to_by_text() {
        assert_eq!(How::Letter.results(), [ContactResult::Sent]);
        let why = blocked(&Details::default(), How::Text, Some(ContactResult::Spoke)).unwrap();
        assert_eq!(why.to_string(), "\"spoke\" cannot come of text. Choose another result.");
    }

    #[test]
    fn the_words_on_screen_are_read_back_and_the_log_keeps_them() {
        for how in How::ALL {
            assert_eq!(How::parse(&how.name().to_uppercase().replace(' ', "-")), Some(how));
            assert_eq!(serde_json::to_string(&how).unwrap(), format!("\"{}\"", how.name().replace(' ', "_")));
        }
        for result in ContactResult::ALL {
            assert_eq!(ContactResult::parse(result.name()), Some(result));
            let kept = format!("\"{}\"", result.name().replace(' ', "_"));
            assert_eq!(serde_json::to_string(&result).unwrap(), kept);
            assert_eq!(result.reached(), result == ContactResult::Spoke);
        }
    }

    proptest! {
        #[test]
        fn a_message_is_left_and_a_letter_sent_only_where_they_said_yes(
            reach in proptest::array::uniform4(0_usize..3),
            how in 0_usize..6,
            result in 0_usize..7,
        ) {
            let [call, text, voicemail, letter] = reach.map(|at| REACHES[at]);
            let details = with(Contact { call, text, voicemail, letter, ..Contact::default() });
            let (how, result) = (How::ALL[how], ContactResult::ALL[result]);
            if blocked(&details, how, Some(result)).is_none() {
                prop_assert!(result != ContactResult::MessageLeft || voicemail == Reach::Allowed);
                prop_assert!(how != How::Letter || letter == Reach::Allowed);
                prop_assert!(blocked(&details, how, None).is_none());
            }
        }
    }
}

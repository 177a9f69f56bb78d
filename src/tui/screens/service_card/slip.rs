//! A service's details to take away: a slip to print, lines to copy, a text message to paste.

use crate::domain::service::Service;
use crate::tui::screen::Ctx;
use crate::tui::screens::service_card::facts;
use crate::tui::widgets::fit::wrap;

/// The most characters of a text message: two parts of 153, which every SMS system can join.
pub(super) const MOST: usize = 306;
/// How wide a slip is: what a receipt printer and a page both hold.
const SLIP: usize = 60;

/// A slip for the patient, in plain text.
pub(super) fn slip(service: &Service, ctx: &Ctx<'_>) -> String {
    let details = &service.details;
    let mut lines = wrap(&details.name, SLIP);
    lines.push(String::new());
    lines.push(format!("Ring: {}", facts::phone(details)));
    for fact in facts::facts(service) {
        let wanted = ["Where", "Opens", "Cost", "For", "To refer", "Access", "Ask for", "E-mail", "Website"];
        if wanted.contains(&fact.label) {
            lines.extend(wrap(&format!("{}: {}", fact.label, fact.said.replace('\n', "; ")), SLIP));
        }
    }
    lines.push(String::new());
    let from = ctx.overview.map_or("your GP practice", |overview| &overview.practice.name);
    let day = crate::domain::dates::short(ctx.today());
    lines.extend(wrap(&format!("From {from}, {day}. Details {}.", facts::checked_said(service, ctx)), SLIP));
    lines.push("Please ring before you go.".to_owned());
    lines.push(String::new());
    lines.join("\n")
}

/// Phone, name and hours, to paste into the clinical system.
pub(super) fn copied(service: &Service) -> String {
    let details = &service.details;
    let hours = match facts::hours(details) {
        said if said.is_empty() => "hours not known".to_owned(),
        said => said,
    };
    format!("{} - {} - {hours}", facts::phone(details), details.name)
}

/// A text message of at most [`MOST`] characters. What is needed most stands first; what does not fit is left out
/// whole, so that no number is cut.
pub(super) fn message(service: &Service, ctx: &Ctx<'_>) -> String {
    let details = &service.details;
    let start = match ctx.overview {
        Some(overview) => format!("From {}: {}", overview.practice.name, details.name),
        None => details.name.clone(),
    };
    let mut text = String::new();
    for c in plain(&start).chars() {
        if units(&text) + unit(c) > MOST / 2 {
            break;
        }
        text.push(c);
    }
    let ring = details.contacts.phones.first().map(|phone| format!("Ring {phone}"));
    let email =
        details.contacts.emails.first().filter(|_| ring.is_none()).map(|email| format!("Write to {email}"));
    let known = |label: &str, said: String| (!said.is_empty()).then(|| format!("{label}{said}"));
    let parts = [
        ring,
        email,
        known("", facts::address(details)),
        known("Open ", facts::hours(details)),
        known("Cost: ", facts::cost(details)),
        known("", details.contacts.website.clone()),
    ];
    for part in parts.into_iter().flatten() {
        let longer = format!("{text}. {}", plain(&part));
        if units(&longer) <= MOST {
            text = longer;
        }
    }
    // No full stop: a telephone would take it for a part of the address.
    text
}

/// How many characters of a text message it takes: some count twice.
pub(super) fn units(text: &str) -> usize {
    text.chars().map(unit).sum()
}

fn unit(c: char) -> usize {
    if "^{}\\[~]|€".contains(c) { 2 } else { 1 }
}

/// In the alphabet of text messages (GSM 03.38): one character outside of it would more than halve what a message
/// holds.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\t' => out.push_str(", "),
            '·' | '–' | '—' | '•' => out.push('-'),
            '‘' | '’' | '`' => out.push('\''),
            '“' | '”' => out.push('"'),
            '…' => out.push_str("..."),
            ' '..='~' => out.push(c),
            c if "£¥èéùìòÇØøÅåÆæßÉ¤¡ÄÖÑÜ§¿äöñüà€".contains(c) => out.push(c),
            'á' | 'â' | 'ã' => out.push('a'),
            'ê' | 'ë' => out.push('e'),
            'í' | 'î' | 'ï' => out.push('i'),
            'ó' | 'ô' | 'õ' => out.push('o'),
            'ú' | 'û' => out.push('u'),
            'ç' => out.push('c'),
            'ŵ' => out.push('w'),
            'ŷ' => out.push('y'),
            'Ŵ' => out.push('W'),
            'Ŷ' => out.push('Y'),
            _ => out.push('?'),
        }
    }
    out
}

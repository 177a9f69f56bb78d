use super::*;
use jiff::civil::date;
use proptest::prelude::*;
use rstest::rstest;

fn today() -> Date {
    date(2026, 11, 21)
}

/// Margaret Ellis, as the banners below describe her.
fn margaret() -> Banner {
    Banner {
        name: PersonName::parse("Margaret Ellis").ok(),
        born: Some(Ok(date(1948, 2, 3))),
        nhs_number: Some(NhsNumber::parse("9995260182")),
        gender: Some("Female".to_owned()),
        postcode: Postcode::parse("BS3 4NN").ok(),
        address: Some("1 High St, Bristol".to_owned()),
        phones: vec![Phone::parse("07700 900123").unwrap(), Phone::parse("0117 496 0123").unwrap()],
    }
}

#[rstest]
#[case::one_line(
    "ELLIS, Margaret   Born 03-Feb-1948   NHS No. 999 526 0182   Gender Female  Address 1 High St, Bristol, BS3 4NN  \
     Tel 0117 496 0123  Mob 07700 900123"
)]
#[case::single_spaces(
    "ELLIS, Margaret (Mrs) Born 03-Feb-1948 (78y) Gender Female NHS No. 999 526 0182 Address 1 High St, Bristol, \
     BS3 4NN Tel 0117 496 0123 Mob 07700 900123"
)]
#[case::tabs(
    "ELLIS, Margaret (Mrs)\tBorn\t03-Feb-1948 (78y)\tGender\tFemale\tNHS No.\t999 526 0182\tUsual GP\tGREEN, Ann (Dr)\t\
     Address\t1 High St, Bristol, BS3 4NN\tHome tel\t0117 496 0123\tMobile\t07700 900123"
)]
#[case::several_lines(
    "Mrs Margaret ELLIS\r\nDate of Birth: 03 Feb 1948 (78 y)\r\nNHS Number: 999-526-0182\r\nSex: Female\r\n\
     Address: 1 High St,\r\nBristol,\r\nBS3 4NN\r\nHome: 0117 496 0123\r\nMobile: 07700 900123\r\nEmail: m.ellis@example.org"
)]
#[case::another_order(
    "NHS Number 9995260182\nPatient Name: Margaret Ellis\nMobile: 07700 900123\nTelephone: 0117 496 0123\nD.O.B. 3/2/1948\n\
     Gender: Female\nAddress: 1 High St, Bristol\nPostcode: BS3 4NN"
)]
#[case::values_on_their_own_lines(
    "Name:\nELLIS, Margaret\nNHS Number:\n999 526 0182\nDOB:\n03-Feb-1948\nGender:\nFemale\nAddress:\n1 High St\nBristol\n\
     BS3 4NN\nTel:\n0117 496 0123 / 07700 900123"
)]
#[case::bars(
    "ELLIS, Margaret (Mrs) | 03 Feb 1948 (78 y) | Gender: Female | NHS: 999 526 0182 | Address: 1 High St, Bristol, BS3 4NN \
     | Tel: 0117 496 0123 | Mobile: +44 7700 900123"
)]
#[case::unlabelled_head(
    "Mrs Margaret ELLIS   03 Feb 1948 (78 y)   999 526 0182   Sex Female   Address 1 High St, Bristol BS3 4NN   \
     Home 0117 496 0123   Mobile 07700 900123"
)]
#[case::no_break_spaces(
    "ELLIS,\u{a0}Margaret\u{a0}\u{a0}Born\u{a0}03-Feb-1948\u{a0}NHS\u{a0}No.\u{a0}999\u{a0}526\u{a0}0182 Gender Female  \
     Address 1 High St, Bristol, BS3 4NN  Tel 0117 496 0123  Mob 07700 900123"
)]
fn a_banner_is_read_however_it_is_laid_out(#[case] text: &str) {
    assert_eq!(read(text, today()), Some(margaret()));
    assert!(looks_like_a_banner(text));
}

#[test]
fn without_any_label_all_three_have_to_be_there() {
    let banner =
        read("Mrs Margaret ELLIS\n03 Feb 1948 (78 y)\n999 526 0182\n1 High St, Bristol", today()).unwrap();
    assert_eq!((banner.name, banner.born, banner.nhs_number), {
        let margaret = margaret();
        (margaret.name, margaret.born, margaret.nhs_number)
    });
    assert_eq!(read("Mrs Margaret ELLIS\n03 Feb 1948 (78 y)\n999 526 0183", today()), None);
}

#[test]
fn a_wrong_check_digit_and_an_impossible_date_are_reported_and_the_rest_is_kept() {
    let banner = read("ELLIS, Margaret   Born 31-Feb-1948   NHS No. 999 526 0183", today()).unwrap();
    assert_eq!(banner.nhs_number, Some(Err(NhsNumberError::Check)));
    assert_eq!(
        banner.born.unwrap().unwrap_err().to_string(),
        "31 February does not exist. Check the day and the month."
    );
    assert_eq!(banner.name.unwrap().to_string(), "Margaret Ellis");
}

#[test]
fn a_number_that_lost_a_digit_is_reported() {
    let banner = read("ELLIS, Margaret   NHS No. 999 526 018   Gender Female", today()).unwrap();
    assert_eq!(banner.nhs_number, Some(Err(NhsNumberError::Length(9))));
}

#[test]
fn a_number_that_the_system_does_not_know_is_simply_missing() {
    let banner =
        read("ELLIS, Margaret   Born 03-Feb-1948   NHS No. not known   Gender Female", today()).unwrap();
    assert_eq!((banner.nhs_number, banner.gender.as_deref()), (None, Some("Female")));
}

#[test]
fn somebody_may_be_called_born() {
    let banner = read("BORN, Max (Mr)   Born 03-Feb-1948   Gender Male", today()).unwrap();
    assert_eq!(
        (banner.name.unwrap().to_string().as_str(), banner.born),
        ("Max Born", Some(Ok(date(1948, 2, 3))))
    );
}

#[test]
fn a_double_name_and_a_house_name_survive() {
    let banner = read(
        "O'BRIEN-VAN DER BERG, Sean Patrick (Mr)  Born 03-Feb-1948  Address Mobile Home Park, Gender Lane 4",
        today(),
    )
    .unwrap();
    assert_eq!(banner.name.unwrap().given, "Sean Patrick");
}

#[test]
fn a_work_number_is_taken_once_and_mobiles_come_first() {
    let text = "ELLIS, Margaret  Born 03-Feb-1948  Home tel 0117 496 0123  Work tel (0117) 4960123  Mobile 07700 900123";
    let phones: Vec<String> = read(text, today()).unwrap().phones.iter().map(Phone::to_string).collect();
    assert_eq!(phones, ["07700 900123", "0117 496 0123"]);
}

#[rstest]
#[case("")]
#[case("9995260182")]
#[case("Margaret Ellis")]
#[case("Margaret Ellis 3/2/1948")]
#[case("9995260182 lonely, debt !soon tel 07700 900123 -- son moved away")]
#[case("Margaret Ellis 3/2/1948 lonely -- address unknown")]
#[case("Bedminster Befriending\nTel 0117 496 0123\nAddress 2 North St, Bristol BS3 1EN")]
#[case("Please ring Mrs Ellis on 07700 900123, born in Bristol")]
fn what_names_nobody_in_a_systems_way_is_no_banner(#[case] text: &str) {
    assert_eq!(read(text, today()), None);
    assert!(!looks_like_a_banner(text));
}

#[test]
fn a_whole_letter_is_no_banner() {
    let text = format!("ELLIS, Margaret  Born 03-Feb-1948  NHS No. 999 526 0182 {}", "x ".repeat(LONGEST));
    assert_eq!(read(&text, today()), None);
}

proptest! {
    #[test]
    fn whatever_is_pasted_it_never_panics(
        text in "([\\PC\u{a0}\n\t]{0,6}|[0-9]{1,11}|Born |NHS No\\.|Address|Tel|ELLIS, Margaret|03-Feb-1948|BS3 4NN|  |\\|){0,14}"
    ) {
        let _ = read(&text, today());
    }

    #[test]
    fn the_order_of_the_labels_does_not_matter(order in Just(vec![
        "NHS No. 999 526 0182", "Born 03-Feb-1948", "Gender Female", "Address 1 High St, Bristol, BS3 4NN",
        "Tel 0117 496 0123", "Mob 07700 900123",
    ]).prop_shuffle(), gap in prop::sample::select(vec!["   ", "\n", "\t", " | ", " "])) {
        let text = format!("ELLIS, Margaret{gap}{}", order.join(gap));
        prop_assert_eq!(read(&text, today()), Some(margaret()));
    }
}

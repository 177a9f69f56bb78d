use super::*;
use crate::domain::call_card::CallCard;
use crate::domain::need::catalogue;
use proptest::prelude::*;
use rstest::rstest;
use std::collections::BTreeSet;

#[test]
fn every_flag_brings_up_entries_that_the_card_has_and_needs_that_the_catalogue_has() {
    let keys: BTreeSet<_> = all().iter().map(|flag| &flag.key).collect();
    assert_eq!(keys.len(), all().len());
    for flag in all() {
        assert!(!flag.call.is_empty() && !flag.phrases.is_empty());
        for key in &flag.call {
            assert!(CallCard::entry(key).is_some(), "{}: no {key} on the card", flag.key);
        }
        for need in &flag.needs {
            assert!(catalogue().get(need).is_some(), "{}: no need {need}", flag.key);
        }
    }
}

#[test]
fn phrases_are_written_as_words_are_compared() {
    for phrase in all().iter().flat_map(|flag| flag.phrases.iter().chain(&flag.unless)) {
        assert!(!phrase.0.is_empty());
        for stem in phrase.0.iter().flat_map(|step| &step.either) {
            let plain = stem.text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
            assert!(plain && stem.text.len() > 1 || stem.text == "a", "{phrase:?}");
        }
    }
}

#[rstest]
#[case("feeling suicidal", &["suicide_self_harm"])]
#[case("he's suicidle since she left", &["suicide_self_harm"])]
#[case("says she wants to kill herself", &["suicide_self_harm"])]
#[case("wants to end it all", &["suicide_self_harm"])]
#[case("thinking of ending his life", &["suicide_self_harm"])]
#[case("doesn\u{2019}t want to be here any more", &["suicide_self_harm"])]
#[case("self-harming again", &["suicide_self_harm"])]
#[case("has been cutting herself", &["suicide_self_harm"])]
#[case("took an OVERDOSE last night", &["suicide_self_harm"])]
#[case("they would be better off without me", &["suicide_self_harm"])]
#[case("wants to die", &["suicide_self_harm"])]
#[case("nothing to live for", &["suicide_self_harm"])]
#[case("denies suicidal thoughts", &["suicide_self_harm"])]
#[case("husband hits her", &["abuse"])]
#[case("her partner has been hitting her", &["abuse"])]
#[case("domestic violence", &["abuse"])]
#[case("scared of her husband", &["abuse"])]
#[case("afraid to go home", &["abuse"])]
#[case("he won't let her out", &["abuse"])]
#[case("abusive ex", &["abuse"])]
#[case("was raped", &["abuse"])]
#[case("kids left home alone", &["child_safeguarding"])]
#[case("child has bruises", &["child_safeguarding"])]
#[case("mum is hitting the children", &["abuse", "child_safeguarding"])]
#[case("baby looks neglected", &["child_safeguarding", "adult_safeguarding"])]
#[case("daughter has an older boyfriend, county lines?", &["child_safeguarding"])]
#[case("son is taking her pension", &["adult_safeguarding"])]
#[case("carer steals from him, takes his money", &["adult_safeguarding"])]
#[case("safeguarding concern", &["adult_safeguarding"])]
#[case("self neglect, living in squalor", &["adult_safeguarding"])]
#[case("hearing voices", &["mental_health_crisis"])]
#[case("nowhere to sleep tonight", &["nowhere_tonight"])]
#[case("sleeping in his car", &["nowhere_tonight"])]
#[case("sleeping rough", &["nowhere_tonight"])]
#[case("has nowhere to go tonight", &["nowhere_tonight"])]
#[case("mum kicked him out tonight", &["nowhere_tonight"])]
#[case("no food in the house", &["no_food_or_heating"])]
#[case("hasn't eaten for two days", &["no_food_or_heating"])]
#[case("no heating or hot water", &["no_food_or_heating"])]
#[case("the meter has run out", &["no_food_or_heating"])]
#[case("electric was cut off", &["no_food_or_heating"])]
#[case("chest pain since this morning", &["acute_illness"])]
#[case("can't breathe", &["acute_illness"])]
#[case("struggling to breathe", &["acute_illness"])]
#[case("collapsed in the waiting room", &["acute_illness"])]
#[case("speech is slurred, face drooping", &["acute_illness"])]
#[case("threatened to stab the neighbour", &["violence"])]
#[case("going to kill him", &["violence"])]
#[case("has a knife", &["violence"])]
#[case("violent at home", &["violence"])]
#[case("everyone would be better off without her", &["suicide_self_harm"])]
#[case("no point in going on", &["suicide_self_harm"])]
#[case("doesn't want to live", &["suicide_self_harm"])]
#[case("voices in his head", &["mental_health_crisis"])]
#[case("has run out of gas", &["no_food_or_heating"])]
#[case("living on the street since March", &["nowhere_tonight"])]
#[case("might hurt other people", &["violence"])]
#[case("freezing cold flat", &["no_food_or_heating"])]
#[case("fleeing an abusive home", &["abuse"])]
#[case("doesn't see the point any more", &["suicide_self_harm"])]
#[case("worried she might do something silly", &["suicide_self_harm"])]
#[case("swallowed a lot of tablets", &["suicide_self_harm"])]
#[case("has been cutting her arms", &["suicide_self_harm"])]
#[case("he hits me", &["abuse"])]
#[case("bruises on her arms", &["abuse"])]
#[case("he controls her money", &["abuse"])]
#[case("leaves the kids alone at night", &["child_safeguarding"])]
#[case("carer shouts at her", &["adult_safeguarding"])]
#[case("no bed for the night", &["nowhere_tonight"])]
#[case("locked out of her home tonight", &["nowhere_tonight"])]
#[case("nothing in the fridge", &["no_food_or_heating"])]
#[case("no money for food", &["no_food_or_heating"])]
#[case("electricity has run out", &["no_food_or_heating"])]
#[case("short of breath", &["acute_illness"])]
#[case("had a fall, can't get up", &["acute_illness"])]
#[case("confused all of a sudden", &["acute_illness"])]
#[case("shouting at the receptionist", &["violence"])]
#[case("lonely. Suicidal. No food", &["suicide_self_harm", "no_food_or_heating"])]
fn these_words_are_not_for_social_prescribing(#[case] said: &str, #[case] keys: &[&str]) {
    let raised: Vec<&str> = scan(said).iter().map(|raised| raised.flag.key.as_str()).collect();
    assert_eq!(raised, keys);
}

#[rstest]
#[case("")]
#[case("lonely since her husband died")]
#[case("dying to meet people")]
#[case("wants something to kill time")]
#[case("wants to kill some time on Mondays")]
#[case("son moved away, not eating well")]
#[case("has cut herself off from friends")]
#[case("his back is killing him")]
#[case("end of life care for dad, wants respite")]
#[case("landlord threatens to evict her")]
#[case("threatened with eviction")]
#[case("mum kicked him out last year, sofa surfing")]
#[case("his death hit her hard")]
#[case("husband was hit by a car in June")]
#[case("had a stroke last year, wants a stroke club")]
#[case("heart attack in 2019")]
#[case("gets panic attacks on the bus")]
#[case("no food allergies")]
#[case("no power of attorney yet")]
#[case("history of alcohol abuse")]
#[case("wants a dog grooming course")]
#[case("neglecting his garden")]
#[case("kids are bored, nowhere to take the children")]
#[case("the roof collapsed, needs repairs")]
#[case("can't go on the bus alone")]
#[case("beats everyone at cards")]
#[case("wants to join a walking group before it gets dark")]
#[case("is burning herself out as a carer")]
#[case("has nowhere to go during the day")]
#[case("lives alone, house is too big")]
#[case("can't heat the house, debt")]
#[case("skint until Friday")]
#[case("on her own, feels low")]
#[case("She is able to cut. Herself she says little")]
#[case("baby group on Tuesdays")]
#[case("took redundancy, lost without work")]
#[case("she is better off without him since the divorce")]
#[case("doesn't want to live with her mum")]
#[case("hurt herself in a fall")]
#[case("burnt himself on the stove")]
#[case("ex won't let him see the kids")]
#[case("there is no food bank near here")]
#[case("living on a busy street")]
#[case("daughter takes care of her money")]
#[case("friend took her to get benefits advice")]
#[case("no hot water, boiler broken")]
#[case("beating himself up about the job")]
#[case("wants to kill two birds with one stone")]
#[case("hang out with friends")]
#[case("drowning in debt")]
#[case("end of tenancy")]
#[case("hit rock bottom, hits the gym")]
#[case("the news hit him badly")]
#[case("the choking cost of living")]
#[case("children left home")]
#[case("family in crisis with money")]
#[case("wants to live near her son")]
#[case("breathing exercises")]
#[case("stroke survivors' choir")]
#[case("cannot go on holiday")]
#[case("took up painting, odd jobs")]
#[case("afraid of falling")]
#[case("scared of bills")]
#[case("no car, no bus")]
#[case("would love to live by the sea")]
#[case("gives out leaflets, passes them round")]
#[case("looks after dad who has dementia")]
fn these_words_are_ordinary_life(#[case] said: &str) {
    assert_eq!(scan(said), []);
}

#[test]
fn a_flag_says_which_words_raised_it() {
    let raised = &scan("Lonely; says she can\u{2019}t go on.")[0];
    assert_eq!(
        (raised.words.as_str(), raised.flag.title.as_str()),
        ("can\u{2019}t go on", "Suicide or self-harm")
    );
}

#[test]
fn abuse_is_raised_by_the_need_alone_and_debt_is_not() {
    let flag = |need| for_need(&NeedKey::from(need)).map(|flag| flag.key.as_str());
    assert_eq!(flag("partner_abuse"), Some("abuse"));
    assert_eq!(flag("debt"), None);
}

#[test]
fn what_the_catalogue_calls_an_everyday_need_raises_nothing() {
    // These lay words are red flags themselves, and are meant to be both.
    let both = ["sleeping in the car", "rough sleeping", "sleeping rough", "on the streets", "stalked"];
    for need in catalogue().all().iter().filter(|need| for_need(&need.key).is_none()) {
        for text in
            std::iter::once(&need.name).chain(&need.words).filter(|word| !both.contains(&word.as_str()))
        {
            assert_eq!(scan(text), [], "{text}");
        }
    }
}

proptest! {
    #[test]
    fn whatever_is_typed_it_never_panics_and_the_words_are_in_the_text(text in "(\\PC|kill|herself|no food|[ .'])*") {
        for raised in scan(&text) {
            prop_assert_eq!(&text[raised.range.clone()], raised.words.as_str());
        }
    }

    #[test]
    fn words_around_it_never_hide_suicide(before in "[a-z ]{0,30}", after in "[a-z ]{0,30}") {
        let text = format!("{before} suicidal thoughts {after}");
        let raised = scan(&text);
        prop_assert!(raised.iter().any(|raised| raised.flag.key == "suicide_self_harm"), "{}", text);
    }
}

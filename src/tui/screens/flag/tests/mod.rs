//! The form as somebody uses it: keys through the shipped keymap, a screen, and a desk that answers from a few people.

mod budget;
mod call_back;
mod draft;
mod line;
mod patient;
mod red_flag;
mod route;
mod seat;
mod views;

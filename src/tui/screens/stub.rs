//! stub
#![allow(missing_docs, clippy::all, clippy::pedantic)]
use crate::domain::service::ServiceKey;
use crate::tui::commands::Command;
use crate::tui::draft::FlagDraft;
use crate::tui::open::*;
use crate::tui::screen::*;
use ratatui::Frame;
use ratatui::layout::Rect;

#[derive(Clone, Debug, PartialEq)]
pub struct FlagScreen;
impl FlagScreen {
    pub fn new(_start: &FlagStart, _draft: Option<&FlagDraft>, _ctx: &Ctx<'_>) -> (Self, Vec<Act>) {
        (Self, vec![])
    }
    pub fn scopes(&self) -> Vec<&'static str> {
        vec![]
    }
    pub fn hints(&self) -> Vec<Command> {
        vec![]
    }
    pub fn update(&mut self, _p: Pressed, _c: &Ctx<'_>) -> Vec<Act> {
        vec![]
    }
    pub fn answer(&mut self, _q: Question, _a: Answer, _c: &Ctx<'_>) -> Vec<Act> {
        vec![]
    }
    pub fn tick(&mut self, _c: &Ctx<'_>) -> Vec<Act> {
        vec![]
    }
    pub fn view(&self, _f: &mut Frame<'_>, _a: Rect, _c: &Ctx<'_>) {}
}

#[derive(Clone, Debug, PartialEq)]
pub struct FlagLineScreen;
impl FlagLineScreen {
    pub fn new(_ctx: &Ctx<'_>) -> (Self, Vec<Act>) {
        (Self, vec![])
    }
    pub fn scopes(&self) -> Vec<&'static str> {
        vec![]
    }
    pub fn hints(&self) -> Vec<Command> {
        vec![]
    }
    pub fn update(&mut self, _p: Pressed, _c: &Ctx<'_>) -> Vec<Act> {
        vec![]
    }
    pub fn answer(&mut self, _q: Question, _a: Answer, _c: &Ctx<'_>) -> Vec<Act> {
        vec![]
    }
    pub fn tick(&mut self, _c: &Ctx<'_>) -> Vec<Act> {
        vec![]
    }
    pub fn view(&self, _f: &mut Frame<'_>, _a: Rect, _c: &Ctx<'_>) {}
}

#[derive(Clone, Debug, PartialEq)]
pub struct FinderScreen;
impl FinderScreen {
    pub fn new(_s: FinderStart, _ctx: &Ctx<'_>) -> (Self, Vec<Act>) {
        (Self, vec![])
    }
    pub fn scopes(&self) -> Vec<&'static str> {
        vec![]
    }
    pub fn hints(&self) -> Vec<Command> {
        vec![]
    }
    pub fn update(&mut self, _p: Pressed, _c: &Ctx<'_>) -> Vec<Act> {
        vec![]
    }
    pub fn answer(&mut self, _q: Question, _a: Answer, _c: &Ctx<'_>) -> Vec<Act> {
        vec![]
    }
    pub fn tick(&mut self, _c: &Ctx<'_>) -> Vec<Act> {
        vec![]
    }
    pub fn view(&self, _f: &mut Frame<'_>, _a: Rect, _c: &Ctx<'_>) {}
}

#[derive(Clone, Debug, PartialEq)]
pub struct ServiceCardScreen;
impl ServiceCardScreen {
    pub fn new(_k: ServiceKey, _c: CardFor, _ctx: &Ctx<'_>) -> (Self, Vec<Act>) {
        (Self, vec![])
    }
    pub fn scopes(&self) -> Vec<&'static str> {
        vec![]
    }
    pub fn hints(&self) -> Vec<Command> {
        vec![]
    }
    pub fn update(&mut self, _p: Pressed, _c: &Ctx<'_>) -> Vec<Act> {
        vec![]
    }
    pub fn answer(&mut self, _q: Question, _a: Answer, _c: &Ctx<'_>) -> Vec<Act> {
        vec![]
    }
    pub fn tick(&mut self, _c: &Ctx<'_>) -> Vec<Act> {
        vec![]
    }
    pub fn view(&self, _f: &mut Frame<'_>, _a: Rect, _c: &Ctx<'_>) {}
}

#[derive(Clone, Debug, PartialEq)]
pub struct ServicesScreen;
impl ServicesScreen {
    pub fn new(_ctx: &Ctx<'_>) -> (Self, Vec<Act>) {
        (Self, vec![])
    }
    pub fn scopes(&self) -> Vec<&'static str> {
        vec![]
    }
    pub fn hints(&self) -> Vec<Command> {
        vec![]
    }
    pub fn update(&mut self, _p: Pressed, _c: &Ctx<'_>) -> Vec<Act> {
        vec![]
    }
    pub fn answer(&mut self, _q: Question, _a: Answer, _c: &Ctx<'_>) -> Vec<Act> {
        vec![]
    }
    pub fn tick(&mut self, _c: &Ctx<'_>) -> Vec<Act> {
        vec![]
    }
    pub fn view(&self, _f: &mut Frame<'_>, _a: Rect, _c: &Ctx<'_>) {}
}

#[derive(Clone, Debug, PartialEq)]
pub struct WhoScreen;
impl WhoScreen {
    pub fn new(_ctx: &Ctx<'_>) -> (Self, Vec<Act>) {
        (Self, vec![])
    }
    pub fn scopes(&self) -> Vec<&'static str> {
        vec![]
    }
    pub fn hints(&self) -> Vec<Command> {
        vec![]
    }
    pub fn update(&mut self, _p: Pressed, _c: &Ctx<'_>) -> Vec<Act> {
        vec![]
    }
    pub fn answer(&mut self, _q: Question, _a: Answer, _c: &Ctx<'_>) -> Vec<Act> {
        vec![]
    }
    pub fn tick(&mut self, _c: &Ctx<'_>) -> Vec<Act> {
        vec![]
    }
    pub fn view(&self, _f: &mut Frame<'_>, _a: Rect, _c: &Ctx<'_>) {}
}

#[derive(Clone, Debug, PartialEq)]
pub struct FirstUseScreen;
impl FirstUseScreen {
    pub fn new(_ctx: &Ctx<'_>) -> (Self, Vec<Act>) {
        (Self, vec![])
    }
    pub fn scopes(&self) -> Vec<&'static str> {
        vec![]
    }
    pub fn hints(&self) -> Vec<Command> {
        vec![]
    }
    pub fn update(&mut self, _p: Pressed, _c: &Ctx<'_>) -> Vec<Act> {
        vec![]
    }
    pub fn answer(&mut self, _q: Question, _a: Answer, _c: &Ctx<'_>) -> Vec<Act> {
        vec![]
    }
    pub fn tick(&mut self, _c: &Ctx<'_>) -> Vec<Act> {
        vec![]
    }
    pub fn view(&self, _f: &mut Frame<'_>, _a: Rect, _c: &Ctx<'_>) {}
}

//! Place-holders while their screens are on the way.
#![allow(missing_docs, clippy::all, clippy::pedantic)]
use crate::tui::commands::Command;
use crate::tui::screen::*;
use ratatui::Frame;
use ratatui::layout::Rect;

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
    pub fn view(&self, _f: &mut Frame<'_>, _a: Rect, _c: &Ctx<'_>) {}
}

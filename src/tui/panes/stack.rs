//! The value stack of the current frame, its top first, with the roles that the next instruction
//! gives to the values, and what the last instruction took away.

use super::{count_span, remark, styled};
use crate::session::{Moment, StackValue, ValueView};
use crate::tui::app::App;
use crate::tui::text::{fit, plural};
use crate::tui::theme::{Scope, Theme};
use ratatui::text::Line;
use std::ops::Range;

pub fn rows(app: &App) -> usize {
    app.moment.as_ref().map_or(0, |m| m.stack.len() + m.popped.len())
}

pub fn subtitle(app: &App) -> String {
    app.moment.as_ref().map(|m| plural(m.stack.len() as u64, "value")).unwrap_or_default()
}

pub fn lines(app: &App, theme: &Theme, range: Range<usize>, width: u16) -> Vec<Line<'static>> {
    let Some(moment) = &app.moment else { return Vec::new() };
    if rows(app) == 0 {
        return remark("empty", theme);
    }
    let roles = role_columns(moment, width as usize);
    let values = moment.stack.iter().enumerate().rev().map(|(depth, value)| {
        let top = depth + 1 == moment.stack.len();
        value_line(value, top, roles, width as usize, theme)
    });
    // Values that the last instruction took are shown below, struck out.
    let popped = moment.popped.iter().rev().map(|v| popped_line(v, roles, width as usize, theme));
    values.chain(popped).skip(range.start).take(range.len()).collect()
}

/// The number of the object in a row.
pub fn object_at(app: &App, row: usize) -> Option<u32> {
    let moment = app.moment.as_ref()?;
    let values = moment.stack.iter().rev().map(|v| v.value.as_ref().map(|v| v.id));
    values.chain(moment.popped.iter().rev().map(|v| Some(v.id))).nth(row)?
}

/// Columns for the roles: none while no value has one or the pane is narrow.
fn role_columns(moment: &Moment, width: usize) -> usize {
    let longest = moment.stack.iter().filter_map(|v| v.role.as_ref()).map(|r| r.len()).max().unwrap_or(0);
    longest.clamp(3, 12).min(width / 4)
}

const COUNT: usize = 5;

/// Columns for repr and type.
fn split(width: usize, roles: usize) -> (usize, usize) {
    let room = width.saturating_sub(2 + roles + 1 + COUNT + 1);
    let types = (room / 3).min(14);
    (room.saturating_sub(types + 1), types)
}

fn value_line(value: &StackValue, top: bool, roles: usize, width: usize, theme: &Theme) -> Line<'static> {
    let (mark, scope) = match (value.pushed, top) {
        (true, _) => ("+ ", Scope::Pushed),
        (false, true) => ("▸ ", Scope::Strong),
        (false, false) => ("  ", Scope::Value),
    };
    let (reprs, types) = split(width, roles);
    let role = match &value.role {
        Some(role) => styled(fit(role, roles), theme.get(Scope::Role)),
        None if top => styled(fit("top", roles), theme.get(Scope::Dim)),
        None => styled(fit("", roles), theme.get(Scope::Dim)),
    };
    let mut spans = vec![styled(mark, theme.get(scope)), role, styled(" ", theme.get(Scope::Dim))];
    match &value.value {
        Some(v) => {
            spans.push(styled(fit(&v.repr, reprs), theme.get(scope)));
            spans.push(styled(format!(" {}", fit(&v.type_name, types)), theme.get(Scope::Type)));
            spans.push(count_span(v.count, COUNT, theme));
        }
        None => spans.push(styled("NULL", theme.get(Scope::Dim))),
    }
    Line::from(spans)
}

fn popped_line(value: &ValueView, roles: usize, width: usize, theme: &Theme) -> Line<'static> {
    let reprs = width.saturating_sub(2 + roles + 1);
    Line::from(vec![
        styled("− ", theme.get(Scope::Minus)),
        styled(fit("", roles + 1), theme.get(Scope::Dim)),
        styled(crate::tui::text::cut(&value.repr, reprs), theme.get(Scope::Popped)),
    ])
}

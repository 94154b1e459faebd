//! The cyclic garbage collector: how near each generation is to a collection, and the latest ones.

use super::{film, styled};
use crate::session::GcEvent;
use crate::tui::app::App;
use crate::tui::text::{fit_right, plural, thousands};
use crate::tui::theme::{Scope, Theme};
use ratatui::text::Line;
use std::ops::Range;

/// The three generations, then the events.
const GENERATIONS: usize = 3;

pub fn rows(app: &App) -> usize {
    if let Some(film) = film::of(app) {
        return film::rows(film, app);
    }
    app.moment.as_ref().map_or(0, |m| GENERATIONS + m.gc.events.len().max(1))
}

pub fn subtitle(app: &App) -> String {
    if let Some(film) = film::of(app) {
        return film::subtitle(film, app);
    }
    match &app.moment {
        Some(m) if !m.gc.enabled && m.gc.thresholds[0] > 0 => "disabled".to_string(),
        Some(m) => plural(m.gc.collections, "collection"),
        None => String::new(),
    }
}

pub fn lines(app: &App, theme: &Theme, range: Range<usize>, width: u16) -> Vec<Line<'static>> {
    let Some(moment) = &app.moment else { return Vec::new() };
    if let Some(film) = film::of(app) {
        return film::lines(film, app, theme, range, width);
    }
    let gauges = (0..GENERATIONS).map(|g| {
        let (count, threshold) = (moment.gc.counts[g], moment.gc.thresholds[g]);
        let figures = format!("{} / {}", thousands(count as u64), thousands(threshold as u64));
        let room = (width as usize).saturating_sub(8 + 14 + 1).min(60);
        let full = if threshold > 0 { (count as usize * room / threshold as usize).min(room) } else { 0 };
        Line::from(vec![
            styled(format!(" gen {g}  "), theme.get(Scope::Dim)),
            styled("━".repeat(full), theme.get(Scope::Gauge)),
            styled("─".repeat(room - full), theme.get(Scope::GaugeEmpty)),
            styled(fit_right(&figures, 14), theme.get(Scope::Count)),
        ])
    });
    let none =
        moment.gc.events.is_empty().then(|| Line::from(styled(" no collection yet", theme.get(Scope::Dim))));
    let events = moment.gc.events.iter().rev().map(|e| event_line(e, moment.step, theme));
    gauges.chain(none).chain(events).skip(range.start).take(range.len()).collect()
}

fn event_line(event: &GcEvent, now: u64, theme: &Theme) -> Line<'static> {
    let scope = if event.step + 1 == now { Scope::Changed } else { Scope::Value };
    let mut text = format!("gen {}: {} freed", event.generation, thousands(event.collected));
    if event.uncollectable > 0 {
        text.push_str(&format!(", {} uncollectable", thousands(event.uncollectable)));
    }
    Line::from(vec![
        styled(format!(" step {} ", thousands(event.step)), theme.get(Scope::Dim)),
        styled(text, theme.get(scope)),
    ])
}

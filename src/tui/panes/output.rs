//! What the program wrote, its end in view.

use super::{remark, styled};
use crate::session::OutputView;
use crate::tui::app::App;
use crate::tui::text::{cut, plural};
use crate::tui::theme::{Scope, Theme};
use ratatui::text::{Line, Span};
use std::ops::Range;

/// Number of lines in the tail; a line end at the very end opens no further line.
pub fn rows(app: &App) -> usize {
    app.moment.as_ref().map_or(0, |m| {
        let ends: usize = m.output.tail.iter().map(|p| p.text.matches('\n').count()).sum();
        let open =
            m.output.tail.iter().rev().find(|p| !p.text.is_empty()).is_some_and(|p| !p.text.ends_with('\n'));
        ends + usize::from(open)
    })
}

pub fn subtitle(app: &App) -> String {
    app.moment.as_ref().map(|m| plural(m.output.bytes, "byte")).unwrap_or_default()
}

pub fn lines(app: &App, theme: &Theme, range: Range<usize>, width: u16) -> Vec<Line<'static>> {
    let Some(moment) = &app.moment else { return Vec::new() };
    if moment.output.bytes == 0 {
        return remark("nothing written yet", theme);
    }
    wanted(&moment.output, range)
        .into_iter()
        .map(|pieces| {
            let mut room = (width as usize).saturating_sub(1);
            let mut spans = vec![Span::raw(" ")];
            for (text, stderr) in pieces {
                let shown = cut(&text.replace('\t', "    "), room);
                room = room.saturating_sub(crate::tui::text::width(&shown));
                spans.push(styled(shown, theme.get(if stderr { Scope::Stderr } else { Scope::Stdout })));
            }
            Line::from(spans)
        })
        .collect()
}

/// The lines of a range, each as pieces of one stream.
fn wanted(output: &OutputView, range: Range<usize>) -> Vec<Vec<(&str, bool)>> {
    let mut lines: Vec<Vec<(&str, bool)>> = Vec::new();
    let mut number = 0;
    for piece in &output.tail {
        let mut rest = piece.text.as_str();
        while !rest.is_empty() {
            let (line, after, ended) = match rest.split_once('\n') {
                Some((line, after)) => (line, after, true),
                None => (rest, "", false),
            };
            if range.contains(&number) {
                lines.resize_with(lines.len().max(number - range.start + 1), Vec::new);
                lines[number - range.start].push((line, piece.stderr));
            }
            number += usize::from(ended);
            rest = after;
        }
    }
    lines
}

//! The census: the program's objects by class, the largest, the oldest, births and deaths over time.

use super::{remark, styled};
use crate::session::{CensusObject, CensusType, CensusView};
use crate::tui::app::App;
use crate::tui::text::{cut, fit, fit_right, thousands};
use crate::tui::theme::{Scope, Theme};
use ratatui::text::Line;
use std::ops::Range;

enum Row<'a> {
    Total,
    Time,
    Columns,
    Type(&'a CensusType),
    Title(&'static str),
    Object(&'a CensusObject),
}

fn view(app: &App) -> Option<&CensusView> {
    app.moment.as_ref()?.census.as_deref()
}

fn all_rows(census: &CensusView) -> Vec<Row<'_>> {
    let mut rows = vec![Row::Total, Row::Time, Row::Columns];
    rows.extend(census.types.iter().map(Row::Type));
    rows.push(Row::Title("the largest"));
    rows.extend(census.largest.iter().map(Row::Object));
    rows.push(Row::Title("the longest-lived"));
    rows.extend(census.oldest.iter().map(Row::Object));
    rows
}

pub fn rows(app: &App) -> usize {
    view(app).map_or(0, |c| all_rows(c).len())
}

pub fn subtitle(app: &App) -> String {
    match view(app) {
        Some(census) => format!("step {} since {}", thousands(census.step), thousands(census.since)),
        None => String::new(),
    }
}

pub fn object_at(app: &App, row: usize) -> Option<u32> {
    match all_rows(view(app)?).get(row)? {
        Row::Object(object) => Some(object.value.id),
        _ => None,
    }
}

pub fn lines(app: &App, theme: &Theme, range: Range<usize>, width: u16) -> Vec<Line<'static>> {
    let Some(census) = view(app) else {
        let key = app.keymap.label(crate::tui::command::CommandId::Census).unwrap_or_default();
        return remark(&format!("{key} counts the objects of this moment"), theme);
    };
    let rows = all_rows(census);
    rows.iter()
        .skip(range.start)
        .take(range.len())
        .map(|row| line(census, row, width as usize, theme))
        .collect()
}

const NUMBER: usize = 9;

fn line(census: &CensusView, row: &Row, width: usize, theme: &Theme) -> Line<'static> {
    let dim = theme.get(Scope::Dim);
    match row {
        Row::Total => Line::from(vec![
            styled(
                format!(" {} objects, {} bytes", thousands(census.objects), thousands(census.bytes)),
                theme.get(Scope::Strong),
            ),
            styled(
                cut(
                    &format!(
                        "; the interpreter's own: {}, {} bytes",
                        thousands(census.other_objects),
                        thousands(census.other_bytes)
                    ),
                    width / 2,
                ),
                dim,
            ),
        ]),
        Row::Time => Line::from(vec![
            styled(" births ", dim),
            styled(spark(census, |s| s.0), theme.get(Scope::Plus)),
            styled(" deaths ", dim),
            styled(spark(census, |s| s.1), theme.get(Scope::Minus)),
        ]),
        Row::Columns => {
            let head = ["objects", "bytes", "born", "died"].map(|n| fit_right(n, NUMBER)).concat();
            Line::from(styled(
                format!("{}{head}{}", fit(" class", names(width)), fit_right("growth", NUMBER)),
                dim,
            ))
        }
        Row::Type(t) => {
            let growth = format!("{:+}", t.more_objects).replace('-', "−");
            let growth_scope = match t.more_objects {
                0 => Scope::Dim,
                n if n > 0 => Scope::Plus,
                _ => Scope::Minus,
            };
            let number = |n: u64| fit_right(&thousands(n), NUMBER);
            Line::from(vec![
                styled(fit(&format!(" {}", t.name), names(width)), theme.get(Scope::Type)),
                styled(number(t.objects), theme.get(Scope::Count)),
                styled(number(t.bytes), theme.get(Scope::Value)),
                styled(number(t.born), theme.get(Scope::Born)),
                styled(number(t.died), theme.get(Scope::Freed)),
                styled(fit_right(&growth, NUMBER), theme.get(growth_scope)),
            ])
        }
        Row::Title(text) => Line::from(styled(format!(" ┈ {text}"), dim)),
        Row::Object(object) => {
            let born = object.born.map_or(String::new(), |s| format!("step {}", thousands(s)));
            let room = width.saturating_sub(8 + NUMBER + 2 + 14);
            let types = (room / 3).min(14);
            Line::from(vec![
                styled(fit_right(&format!("#{}", object.value.id), 7), dim),
                styled(format!(" {}", fit(&object.value.type_name, types)), theme.get(Scope::Type)),
                styled(
                    format!(" {}", fit(&object.value.repr, room.saturating_sub(types + 1))),
                    theme.get(Scope::Value),
                ),
                styled(fit_right(&thousands(object.bytes), NUMBER), theme.get(Scope::Count)),
                styled(fit_right(&born, 14), dim),
            ])
        }
    }
}

fn names(width: usize) -> usize {
    width.saturating_sub(5 * NUMBER + 1).max(6)
}

/// A row of bars, one a stretch of time or a few.
fn spark(census: &CensusView, part: impl Fn(&(u64, u64)) -> u64) -> String {
    const BARS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    const COLUMNS: usize = 12;
    let size = census.stretches.len().div_ceil(COLUMNS).max(1);
    let sums: Vec<u64> = census.stretches.chunks(size).map(|c| c.iter().map(&part).sum()).collect();
    let most = sums.iter().copied().max().unwrap_or(0).max(1);
    let bar = |n: &u64| BARS[(n * 8).div_ceil(most).min(8) as usize];
    fit(&sums.iter().map(bar).collect::<String>(), COLUMNS)
}

//! A collection as a film, in the collector's pane: the phase, the sizes of the lists, then each object
//! with its count and what the collector has left of it.

use super::{count_span, styled};
use crate::tui::app::App;
use crate::tui::text::{fit, fit_right, thousands};
use crate::tui::theme::{Scope, Theme};
use crate::vm::film::{Film, List, Phase, Picture, Refs, Subject};
use ratatui::text::Line;
use std::ops::Range;

/// Rows above the objects: the phase and the lists.
const HEAD: usize = 3;

/// The film of this moment.
pub fn of(app: &App) -> Option<&Film> {
    app.moment.as_ref()?.film.as_deref().filter(|film| !film.pictures.is_empty())
}

fn picture<'a>(film: &'a Film, app: &App) -> &'a Picture {
    &film.pictures[app.phase.min(film.pictures.len() - 1)]
}

/// The objects that take part: those of the older generations stay what they are.
fn subjects<'a>(film: &'a Film, app: &App) -> impl Iterator<Item = &'a Subject> {
    picture(film, app).subjects.iter().filter(|s| film.looks_at(s))
}

pub fn rows(film: &Film, app: &App) -> usize {
    HEAD + subjects(film, app).count()
}

pub fn subtitle(film: &Film, app: &App) -> String {
    format!("phase {} of {}", app.phase.min(film.pictures.len() - 1) + 1, Phase::ALL.len())
}

pub fn object_at(app: &App, row: usize) -> Option<u32> {
    Some(subjects(of(app)?, app).nth(row.checked_sub(HEAD)?)?.id.number())
}

pub fn lines(film: &Film, app: &App, theme: &Theme, range: Range<usize>, width: u16) -> Vec<Line<'static>> {
    let picture = picture(film, app);
    let number = app.phase.min(film.pictures.len() - 1) + 1;
    let title = Line::from(vec![
        styled(format!(" gen {} ", film.generation), theme.get(Scope::Dim)),
        styled(format!("{number}. {}", picture.phase.title()), theme.get(Scope::Strong)),
    ]);
    let sizes: Vec<String> =
        [(0, "gen 0"), (1, "gen 1"), (2, "gen 2"), (4, "unreachable"), (5, "finalising"), (3, "permanent")]
            .into_iter()
            .filter(|(list, _)| picture.sizes[*list] > 0)
            .map(|(list, name)| format!("{name} {}", thousands(picture.sizes[list] as u64)))
            .collect();
    let sizes = Line::from(styled(format!(" {}", sizes.join(" · ")), theme.get(Scope::Dim)));
    let wide = Columns::of(width as usize);
    let head = [("count", wide.count), ("gc_refs", wide.refs)].map(|(name, n)| fit_right(name, n)).concat();
    let columns = Line::from(styled(
        format!("{}{head} {}", fit("      # object", wide.object + ID + 1), fit("list", wide.list)),
        theme.get(Scope::Dim),
    ));
    let objects = subjects(film, app).map(|s| subject_line(film, s, width as usize, theme));
    [title, sizes, columns].into_iter().chain(objects).skip(range.start).take(range.len()).collect()
}

const ID: usize = 7;

/// The columns of an object's row, by the width of the pane.
struct Columns {
    object: usize,
    count: usize,
    refs: usize,
    list: usize,
}

impl Columns {
    fn of(width: usize) -> Columns {
        let (count, refs, list) = if width < 60 { (6, 8, 6) } else { (7, 9, 12) };
        Columns { object: width.saturating_sub(ID + 1 + count + refs + 1 + list + 1), count, refs, list }
    }
}

fn subject_line(film: &Film, subject: &Subject, width: usize, theme: &Theme) -> Line<'static> {
    let (class, repr) = film.titles.get(&subject.id).cloned().unwrap_or_default();
    let columns = Columns::of(width);
    // A short repr tells the class, too.
    let types = if columns.object < 24 { 0 } else { (columns.object / 3).min(14) };
    let (refs, refs_scope) = match subject.refs {
        Refs::None => ("·".to_string(), Scope::Dim),
        Refs::Left(0) => ("0".to_string(), Scope::Minus),
        Refs::Left(left) => (left.to_string(), Scope::Plus),
        Refs::Suspect => ("?".to_string(), Scope::Minus),
    };
    let (list, list_scope) = match subject.list {
        List::Generation(g) => (format!("gen {g}"), Scope::Value),
        List::Permanent => ("permanent".to_string(), Scope::Dim),
        List::Unreachable => ("unreachable".to_string(), Scope::Freed),
        List::Finalizing => ("finalising".to_string(), Scope::Changed),
    };
    Line::from(vec![
        styled(fit_right(&format!("#{}", subject.id.number()), ID), theme.get(Scope::Dim)),
        styled(" ", theme.get(Scope::Dim)),
        styled(
            fit(&class, types.saturating_sub(1)) + if types > 0 { " " } else { "" },
            theme.get(Scope::Type),
        ),
        styled(fit(&repr, columns.object - types), theme.get(Scope::Value)),
        count_span(subject.count, columns.count, theme),
        styled(fit_right(&refs, columns.refs), theme.get(refs_scope)),
        styled(format!(" {}", fit(&list, columns.list)), theme.get(list_scope)),
    ])
}

//! Where everything is: pure arithmetic, used for drawing and for the mouse alike.

use super::app::App;
use ratatui::layout::{Position, Rect};

/// A pane's identity.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Pane {
    Source,
    Bytecode,
    Stack,
    Frames,
    Heap,
    Gc,
    Ledger,
    Census,
    Output,
}

impl Pane {
    pub const ALL: [Pane; 9] = [
        Pane::Source,
        Pane::Bytecode,
        Pane::Stack,
        Pane::Frames,
        Pane::Heap,
        Pane::Gc,
        Pane::Ledger,
        Pane::Census,
        Pane::Output,
    ];

    pub const fn title(self) -> &'static str {
        match self {
            Pane::Source => "Source",
            Pane::Bytecode => "Bytecode",
            Pane::Stack => "Stack",
            Pane::Frames => "Frames",
            Pane::Heap => "Heap",
            Pane::Gc => "GC",
            Pane::Ledger => "Ledger",
            Pane::Census => "Census",
            Pane::Output => "Output",
        }
    }
}

/// A place for one pane or, with tabs, for several.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Slot {
    pub area: Rect,
    pub panes: Vec<Pane>,
    /// The one that is drawn.
    pub front: Pane,
}

impl Slot {
    /// The title row: a rule with the names of the panes.
    pub fn title(&self) -> Rect {
        Rect { height: self.area.height.min(1), ..self.area }
    }
    /// Where the front pane draws.
    pub fn body(&self) -> Rect {
        let top = self.area.height.min(1);
        Rect { y: self.area.y + top, height: self.area.height - top, ..self.area }
    }
    /// The columns of each pane's name in the title row.
    pub fn tabs(&self) -> Vec<(Pane, Rect)> {
        let mut x = self.area.x + 1;
        let mut tabs = Vec::new();
        for &pane in &self.panes {
            let width = pane.title().len() as u16 + 2;
            let room = self.area.right().saturating_sub(x).min(width);
            tabs.push((pane, Rect { x: x.min(self.area.right()), width: room, ..self.title() }));
            x = x.saturating_add(width);
        }
        tabs
    }
}

#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Layout {
    pub header: Rect,
    pub slots: Vec<Slot>,
    /// Columns between slots, for the separators.
    pub rules: Vec<Rect>,
    pub explain: Rect,
    pub footer: Rect,
    /// The whole space of the panes; the editor takes it.
    pub body: Rect,
}

impl Layout {
    /// The slot that shows a pane.
    pub fn slot_of(&self, pane: Pane) -> Option<&Slot> {
        self.slots.iter().find(|s| s.front == pane)
    }
    pub fn slot_at(&self, position: Position) -> Option<&Slot> {
        self.slots.iter().find(|s| s.area.contains(position))
    }
    /// Rows and columns in which a pane draws; nothing if it is hidden.
    pub fn pane_area(&self, pane: Pane) -> Rect {
        self.slot_of(pane).map_or(Rect::ZERO, Slot::body)
    }
}

/// How the panes share the body, by its size.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Class {
    /// Too small for two panes: one, the others behind tabs.
    Single,
    /// From 60 columns and 14 rows, such as 80x24.
    Small,
    /// From 100 columns and 30 rows, such as 120x40.
    Medium,
    /// From 160 columns and 40 rows, such as 200x60.
    Large,
}

fn class(area: Rect) -> Class {
    match (area.width, area.height) {
        (160.., 40..) => Class::Large,
        (100.., 30..) => Class::Medium,
        (60.., 14..) => Class::Small,
        _ => Class::Single,
    }
}

/// Cuts `rows` off the bottom.
fn cut_bottom(area: &mut Rect, rows: u16) -> Rect {
    let rows = rows.min(area.height);
    area.height -= rows;
    Rect { y: area.bottom(), height: rows, ..*area }
}

/// Splits into a left part of `width` columns, a separator column and the rest.
fn split_columns(area: Rect, width: u16) -> (Rect, Rect, Rect) {
    let left = Rect { width: width.min(area.width), ..area };
    let rule = Rect { x: left.right(), width: (area.width - left.width).min(1), ..area };
    let right = Rect { x: rule.right(), width: area.right() - rule.right(), ..area };
    (left, rule, right)
}

/// Splits into rows by parts; the last takes what is left over.
fn split_rows(area: Rect, parts: &[u16]) -> Vec<Rect> {
    let total: u16 = parts.iter().sum::<u16>().max(1);
    let mut y = area.y;
    let mut rows = Vec::with_capacity(parts.len());
    for (i, part) in parts.iter().enumerate() {
        let last = i + 1 == parts.len();
        let share = (area.height as u32 * *part as u32 / total as u32) as u16;
        let height = if last { area.bottom() - y } else { share.min(area.bottom() - y) };
        rows.push(Rect { y, height, ..area });
        y += height;
    }
    rows
}

/// The layout of a screen. The same input gives the same layout.
pub fn layout(area: Rect, app: &App) -> Layout {
    let class = class(area);
    let mut rest = area;
    let mut out = Layout::default();
    if area.height >= 3 {
        out.header = Rect { height: 1, ..area };
        rest.y += 1;
        rest.height -= 1;
    }
    if area.height >= 5 {
        out.footer = cut_bottom(&mut rest, 1);
    }
    if area.height >= 9 {
        out.explain = cut_bottom(&mut rest, if area.height >= 30 { 4 } else { 3 });
    }
    out.body = rest;
    let slot = |out: &mut Layout, area: Rect, panes: &[Pane]| {
        let shown = panes.iter().copied().min_by_key(|p| app.focus_age(*p)).unwrap_or(Pane::Source);
        out.slots.push(Slot { area, panes: panes.to_vec(), front: shown });
    };
    use Pane::*;
    if app.zoom || class == Class::Single {
        slot(&mut out, rest, &Pane::ALL);
        return out;
    }
    match class {
        Class::Single => {}
        Class::Small => {
            let (left, rule, right) = split_columns(rest, rest.width * 9 / 20);
            let top = (rest.height * 11 / 20).max(3);
            let rows = |column: Rect| {
                (
                    Rect { height: top, ..column },
                    Rect { y: column.y + top, height: column.height - top, ..column },
                )
            };
            out.rules.push(rule);
            slot(&mut out, rows(left).0, &[Source]);
            slot(&mut out, rows(right).0, &[Bytecode]);
            slot(&mut out, rows(left).1, &[Stack, Output]);
            slot(&mut out, rows(right).1, &[Frames, Heap, Gc, Ledger, Census]);
        }
        Class::Medium => {
            let (left, rule, right) = split_columns(rest, rest.width / 2);
            out.rules.push(rule);
            let rows = split_rows(left, &[5, 4, 2]);
            slot(&mut out, rows[0], &[Source]);
            slot(&mut out, rows[1], &[Frames]);
            slot(&mut out, rows[2], &[Output]);
            let rows = split_rows(right, &[5, 3, 3]);
            slot(&mut out, rows[0], &[Bytecode]);
            slot(&mut out, rows[1], &[Stack]);
            slot(&mut out, rows[2], &[Heap, Gc, Ledger, Census]);
        }
        Class::Large => {
            let (left, rule, right) = split_columns(rest, rest.width * 7 / 20);
            out.rules.push(rule);
            let (middle, rule, right) = split_columns(right, right.width / 2);
            out.rules.push(rule);
            let rows = split_rows(left, &[3, 1]);
            slot(&mut out, rows[0], &[Source]);
            slot(&mut out, rows[1], &[Output]);
            let rows = split_rows(middle, &[3, 1]);
            slot(&mut out, rows[0], &[Bytecode]);
            slot(&mut out, rows[1], &[Gc, Ledger, Census]);
            let rows = split_rows(right, &[4, 6, 6]);
            slot(&mut out, rows[0], &[Stack]);
            slot(&mut out, rows[1], &[Frames]);
            slot(&mut out, rows[2], &[Heap]);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every pane has one slot, and nothing overlaps or leaves the screen.
    fn check(width: u16, height: u16) {
        let area = Rect::new(0, 0, width, height);
        for zoom in [false, true] {
            let mut app = App::default();
            app.zoom = zoom;
            let l = layout(area, &app);
            for pane in Pane::ALL {
                let holders = l.slots.iter().filter(|s| s.panes.contains(&pane)).count();
                assert_eq!(holders, 1, "{pane:?} at {width}x{height}");
            }
            let mut parts: Vec<Rect> = l.slots.iter().map(|s| s.area).collect();
            parts.extend([l.header, l.footer, l.explain]);
            parts.extend(&l.rules);
            parts.retain(|r| !r.is_empty());
            for (i, a) in parts.iter().enumerate() {
                assert_eq!(a.intersection(area), *a, "{a:?} outside {width}x{height}");
                for b in &parts[i + 1..] {
                    assert!(!a.intersects(*b), "{a:?} and {b:?} at {width}x{height}");
                }
            }
            let covered: u32 = parts.iter().map(|r| r.area()).sum();
            assert_eq!(covered, area.area(), "holes at {width}x{height}");
            for slot in &l.slots {
                assert!(slot.tabs().iter().all(|(_, r)| r.right() <= slot.area.right()));
            }
        }
    }

    #[test]
    fn any_size_is_covered() {
        for width in [0, 1, 2, 5, 20, 59, 60, 61, 80, 99, 100, 120, 159, 160, 200, 400] {
            for height in [0, 1, 2, 3, 4, 5, 8, 9, 13, 14, 15, 24, 29, 30, 39, 40, 60, 200] {
                check(width, height);
            }
        }
    }

    #[test]
    fn focus_brings_a_pane_to_the_front() {
        let mut app = App::default();
        let area = Rect::new(0, 0, 80, 24);
        assert!(layout(area, &app).slot_of(Pane::Heap).is_none());
        app.set_focus(Pane::Heap);
        assert!(layout(area, &app).slot_of(Pane::Heap).is_some());
        app.set_focus(Pane::Source);
        assert!(layout(area, &app).slot_of(Pane::Heap).is_some(), "it stays in front");
    }
}

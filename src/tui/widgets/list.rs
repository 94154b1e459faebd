//! What lies over the panes: help, the command palette, the samples, a prompt.

use crate::tui::app::App;
use crate::tui::command::{COMMANDS, CommandId, Context, Group};
use crate::tui::panes::draw_lines;
use crate::tui::text::{cut, fit};
use crate::tui::theme::{Scope, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Widget};

/// What is typed and which row is marked.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct List {
    pub typed: String,
    pub marked: usize,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Overlay {
    Help {
        offset: usize,
    },
    Palette(List),
    Samples(List),
    /// Asks for a step's number.
    Step(String),
    /// Asks for what to stop at.
    StopAt(String),
    /// Asks for a line of the program's input.
    Input(String),
}

impl Overlay {
    /// The text being typed, if the overlay takes text.
    pub fn typed(&mut self) -> Option<&mut String> {
        match self {
            Overlay::Help { .. } => None,
            Overlay::Palette(list) | Overlay::Samples(list) => {
                list.marked = 0;
                Some(&mut list.typed)
            }
            Overlay::Step(text) | Overlay::StopAt(text) | Overlay::Input(text) => Some(text),
        }
    }
    fn title(&self) -> &'static str {
        match self {
            Overlay::Help { .. } => "Keys",
            Overlay::Palette(_) => "Commands",
            Overlay::Samples(_) => "Samples",
            Overlay::Step(_) => "Go to step",
            Overlay::StopAt(_) => "Run to",
            Overlay::Input(_) => "Input for the program",
        }
    }
}

/// What a row of the palette does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Choice {
    Command(CommandId),
    Step(u64),
    Line(u32),
}

/// Are the letters of `typed` all in `text`, in that order? Less is better.
fn score(typed: &str, text: &str) -> Option<usize> {
    let text = text.to_lowercase();
    let typed = typed.to_lowercase();
    if let Some(at) = text.find(&typed) {
        return Some(at);
    }
    let mut chars = text.chars().enumerate();
    let mut last = 0;
    for wanted in typed.chars().filter(|c| !c.is_whitespace()) {
        last = chars.find(|(_, c)| *c == wanted)?.0;
    }
    Some(1000 + last)
}

/// The palette's rows for what is typed, the best first.
pub fn choices(typed: &str) -> Vec<Choice> {
    let digits: String = typed.chars().filter(|c| !matches!(c, ',' | '_' | ' ')).collect();
    if let Ok(step) = digits.parse::<u64>() {
        let line = u32::try_from(step).ok().filter(|l| *l > 0);
        return [Some(Choice::Step(step)), line.map(Choice::Line)].into_iter().flatten().collect();
    }
    let mut found: Vec<(usize, CommandId)> = COMMANDS
        .iter()
        .filter(|c| c.context == Context::Main && c.id != CommandId::Palette)
        .filter_map(|c| Some((score(typed, c.name).or_else(|| Some(500 + score(typed, c.sentence)?))?, c.id)))
        .collect();
    found.sort_by_key(|(score, _)| *score);
    found.into_iter().map(|(_, id)| Choice::Command(id)).collect()
}

/// Names and first lines of the samples whose names fit what is typed.
pub fn samples(typed: &str) -> Vec<(&'static str, &'static str)> {
    let mut found: Vec<_> = crate::tui::assets::samples()
        .filter_map(|(name, text)| Some((score(typed, name)?, name, text)))
        .collect();
    found.sort_by_key(|(score, name, _)| (*score, *name));
    found.into_iter().map(|(_, name, text)| (name, text)).collect()
}

/// The sentence at the top of a sample.
fn summary(text: &str) -> &str {
    text.lines().next().unwrap_or("").trim_matches('"')
}

/// Where an overlay lies.
pub fn area(overlay: &Overlay, screen: Rect) -> Rect {
    let (width, height) = match overlay {
        Overlay::Help { .. } => (92, screen.height.saturating_sub(2)),
        Overlay::Palette(_) => (80, 20),
        Overlay::Samples(_) => (96, screen.height.saturating_sub(4).min(34)),
        Overlay::Step(_) | Overlay::Input(_) => (64, 4),
        Overlay::StopAt(_) => (78, 4),
    };
    let width = width.min(screen.width.saturating_sub(2));
    let height = height.min(screen.height.saturating_sub(1));
    Rect {
        x: screen.x + (screen.width - width) / 2,
        y: screen.y + (screen.height - height) / 3,
        width,
        height,
    }
}

pub fn draw(overlay: &Overlay, app: &App, theme: &Theme, screen: Rect, buf: &mut Buffer) {
    let area = area(overlay, screen);
    if area.width < 4 || area.height < 2 {
        return;
    }
    Clear.render(area, buf);
    buf.set_style(area, theme.get(Scope::Popup));
    frame(area, overlay.title(), theme, buf);
    let inner =
        Rect { x: area.x + 2, y: area.y + 1, width: area.width - 4, height: area.height.saturating_sub(2) };
    match overlay {
        Overlay::Help { offset } => {
            let lines = help_lines(app, theme, inner.width as usize);
            let last = lines.len().saturating_sub(inner.height as usize);
            draw_lines(&lines[(*offset).min(last)..], inner, buf);
        }
        Overlay::Palette(list) => {
            let rows = choices(&list.typed).into_iter().map(|c| palette_row(c, app)).collect();
            draw_list(list, "name of a command, or a number", rows, theme, inner, buf);
        }
        Overlay::Samples(list) => draw_samples(list, theme, inner, buf),
        Overlay::Step(typed) => {
            let last = app.moment.as_ref().map_or(0, |m| m.length.unwrap_or(m.furthest));
            let hint = format!("a number; {} is the last step seen", crate::tui::text::thousands(last));
            draw_lines(&[prompt(typed, &hint, theme)], inner, buf);
        }
        Overlay::StopAt(typed) => {
            draw_lines(&[prompt(typed, crate::tui::memory::STOPS, theme)], inner, buf);
        }
        Overlay::Input(typed) => {
            let asked = cut(&app.last_output(), inner.width as usize);
            let asked = Line::from(Span::styled(asked, theme.get(Scope::Stdout)));
            draw_lines(&[asked, prompt(typed, "a line, then Enter", theme)], inner, buf);
        }
    }
}

/// A border with a title.
fn frame(area: Rect, title: &str, theme: &Theme, buf: &mut Buffer) {
    let style = theme.get(Scope::PopupRule);
    let block = ratatui::widgets::Block::bordered()
        .border_type(ratatui::widgets::BorderType::Rounded)
        .border_style(style)
        .title(Span::styled(format!(" {title} "), style));
    block.render(area, buf);
}

fn prompt(typed: &str, hint: &str, theme: &Theme) -> Line<'static> {
    let mut spans = vec![
        Span::styled("› ", theme.get(Scope::Note)),
        Span::styled(typed.to_string(), theme.get(Scope::Strong)),
        Span::styled(" ", theme.get(Scope::EditorCursor)),
    ];
    if typed.is_empty() {
        spans.push(Span::styled(format!(" {hint}"), theme.get(Scope::Dim)));
    }
    Line::from(spans)
}

/// A prompt and below it rows of a left part, a sentence and a key.
fn draw_list(list: &List, hint: &str, rows: Vec<[String; 3]>, theme: &Theme, area: Rect, buf: &mut Buffer) {
    let mut lines = vec![prompt(&list.typed, hint, theme), Line::default()];
    let height = (area.height as usize).saturating_sub(2).max(1);
    let first = (list.marked + 1).saturating_sub(height);
    let names =
        rows.iter().map(|r| crate::tui::text::width(&r[0])).max().unwrap_or(0).min(area.width as usize / 2);
    for (i, [name, sentence, key]) in rows.iter().enumerate().skip(first).take(height) {
        let marked = i == list.marked.min(rows.len() - 1);
        let style = |scope| if marked { Style::new() } else { theme.get(scope) };
        let room = (area.width as usize).saturating_sub(names + 2 + crate::tui::text::width(key) + 1);
        let mut line = Line::from(vec![
            Span::styled(fit(name, names), style(Scope::Name)),
            Span::styled(format!("  {} ", fit(sentence, room.saturating_sub(1))), style(Scope::Explain)),
            Span::styled(key.clone(), style(Scope::FooterKey)),
        ]);
        if marked {
            line.style = theme.get(Scope::Chosen);
        }
        lines.push(line);
    }
    if rows.is_empty() {
        lines.push(Line::from(Span::styled("nothing by that name", theme.get(Scope::Dim))));
    }
    draw_lines(&lines, area, buf);
}

fn palette_row(choice: Choice, app: &App) -> [String; 3] {
    match choice {
        Choice::Command(id) => {
            let info = id.info();
            [info.name.to_string(), info.sentence.to_string(), app.keymap.label(id).unwrap_or_default()]
        }
        Choice::Step(step) => {
            [format!("step {step}"), "Go to the step of that number.".into(), String::new()]
        }
        Choice::Line(line) => [format!("line {line}"), "Run until that line begins.".into(), String::new()],
    }
}

fn draw_samples(list: &List, theme: &Theme, area: Rect, buf: &mut Buffer) {
    let found = samples(&list.typed);
    let rows = found.iter().map(|(name, text)| [name.to_string(), summary(text).to_string(), String::new()]);
    // Below the list, if there is room for both, stands the marked sample's text.
    let preview = if area.height >= 28 { 12 } else { 0 };
    let list_height = (found.len() as u16 + 3).min(area.height - preview);
    draw_list(list, "type to search", rows.collect(), theme, Rect { height: list_height, ..area }, buf);
    let rest = Rect { y: area.y + list_height, height: area.height - list_height, ..area };
    let Some((name, text)) = found.get(list.marked.min(found.len().saturating_sub(1))) else { return };
    if rest.height < 4 {
        return;
    }
    let listing = crate::session::Listing::new(crate::source::Source::new(name, text));
    let rule = Line::from(Span::styled("┈".repeat(rest.width as usize), theme.get(Scope::Rule)));
    let code = (1..=listing.source.line_count()).map(|n| {
        let line = listing.source.line(n).unwrap_or("");
        Line::from(crate::tui::panes::colored(&listing, n, line, rest.width as usize, theme))
    });
    let lines: Vec<Line> = std::iter::once(rule).chain(code).take(rest.height as usize).collect();
    draw_lines(&lines, rest, buf);
}

/// Number of lines that help has.
pub fn help_length() -> usize {
    COMMANDS.len() + 2 * Group::ALL.len() + HELP_NOTES.len()
}

/// What the table of keys does not say.
const HELP_NOTES: [&str; 3] = [
    "A number before a command repeats it: 10l, 3h, 5n. A number before G goes to that step.",
    "The mouse chooses panes, tabs, rows and moments on the time line; its wheel scrolls.",
    "×2 is a reference count, ∞ an immortal object; ◇ is a cell, ◆ a free variable.",
];

/// All keys by group.
pub fn help_lines(app: &App, theme: &Theme, width: usize) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    for group in Group::ALL {
        lines.push(Line::from(Span::styled(group.title(), theme.get(Scope::PopupRule))));
        for command in COMMANDS.iter().filter(|c| c.group == group) {
            let keys: Vec<String> = app.keymap.keys(command.id).iter().map(|k| k.label()).collect();
            lines.push(Line::from(vec![
                Span::styled(format!("  {}", fit(&keys.join("  "), 16)), theme.get(Scope::FooterKey)),
                Span::styled(cut(command.sentence, width.saturating_sub(18)), theme.get(Scope::Explain)),
            ]));
        }
        lines.push(Line::default());
    }
    for sentence in HELP_NOTES {
        lines.push(Line::from(Span::styled(cut(sentence, width), theme.get(Scope::Dim))));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_palette_finds_commands_and_numbers() {
        assert_eq!(choices("previous w")[0], Choice::Command(CommandId::PreviousWrite));
        assert_eq!(choices("brkp")[0], Choice::Command(CommandId::Breakpoint));
        assert_eq!(choices("1,000"), [Choice::Step(1000), Choice::Line(1000)]);
        assert_eq!(choices("0"), [Choice::Step(0)]);
        assert!(choices("zzzz").is_empty());
    }
}

//! Themes: colours for every part of the screen and for code, from files.

use crate::session::TokenClass;
use anyhow::{Context as _, anyhow, bail};
use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::str::FromStr;
use syntect::highlighting::{FontStyle, Highlighter, ThemeSet};
use syntect::parsing::ScopeStack;

macro_rules! scopes {
    ($($scope:ident = $name:literal,)*) => {
        /// A part of the screen that has a style of its own.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum Scope { $($scope),* }

        impl Scope {
            pub const ALL: &[Scope] = &[$(Scope::$scope),*];
            /// The name in theme files. Where a file has no `a.b`, `a` stands for it.
            pub const fn name(self) -> &'static str {
                match self { $(Scope::$scope => $name),* }
            }
        }
    };
}

scopes! {
    Text = "text",
    Dim = "dim",
    Strong = "strong",
    Rule = "rule",
    RuleFocus = "rule.focus",
    Title = "title",
    TitleFocus = "title.focus",
    Tab = "title.tab",
    Brand = "brand",
    FileName = "header.file",
    Step = "header.step",
    StatusPaused = "status.paused",
    StatusRunning = "status.running",
    StatusPlaying = "status.playing",
    StatusFinished = "status.finished",
    StatusRaised = "status.raised",
    TimelinePast = "timeline.past",
    TimelineFuture = "timeline.future",
    TimelineNow = "timeline.now",
    FooterKey = "footer.key",
    FooterText = "footer.text",
    Note = "note",
    LineNumber = "source.number",
    LineNumberCurrent = "source.number.current",
    CurrentLine = "source.line",
    CurrentSpan = "source.span",
    Breakpoint = "source.breakpoint",
    Cursor = "cursor",
    Offset = "bytecode.offset",
    Opcode = "bytecode.opcode",
    Arg = "bytecode.arg",
    ArgRepr = "bytecode.argrepr",
    Label = "bytecode.label",
    NextInstruction = "bytecode.next",
    Jump = "bytecode.jump",
    JumpActive = "bytecode.jump.active",
    Handler = "bytecode.handler",
    Role = "stack.role",
    Pushed = "stack.pushed",
    Popped = "stack.popped",
    Name = "value.name",
    Value = "value.repr",
    Type = "value.type",
    Count = "value.count",
    Immortal = "value.immortal",
    Changed = "value.changed",
    FrameName = "frame.name",
    Plus = "heap.plus",
    Minus = "heap.minus",
    Born = "heap.born",
    Freed = "heap.freed",
    Gauge = "gc.gauge",
    GaugeEmpty = "gc.empty",
    Stdout = "output.stdout",
    Stderr = "output.stderr",
    Error = "error",
    ErrorSpan = "error.span",
    ExplainOp = "explain.opcode",
    Explain = "explain.text",
    Popup = "popup",
    PopupRule = "popup.rule",
    Chosen = "popup.chosen",
    EditorCursor = "editor.cursor",
    EditorSelection = "editor.selection",
}

/// All styles, ready to use.
#[derive(Clone, Debug)]
pub struct Theme {
    pub name: String,
    styles: Vec<Style>,
    code: Vec<Style>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: String,
    /// File name of the `.tmTheme` that colours code.
    code: String,
    #[serde(default)]
    palette: BTreeMap<String, String>,
    scopes: BTreeMap<String, StyleSpec>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StyleSpec {
    fg: Option<String>,
    bg: Option<String>,
    #[serde(default)]
    bold: bool,
    #[serde(default)]
    dim: bool,
    #[serde(default)]
    italic: bool,
    #[serde(default)]
    underline: bool,
    #[serde(default)]
    reverse: bool,
    #[serde(default)]
    strike: bool,
}

/// The scope by which a `.tmTheme` knows a class of tokens.
const fn code_scope(class: TokenClass) -> &'static str {
    match class {
        TokenClass::Keyword => "source.python keyword.control.python",
        TokenClass::Constant => "source.python constant.language.python",
        TokenClass::Name => "source.python variable.other.python",
        TokenClass::Function => "source.python entity.name.function.python",
        TokenClass::Class => "source.python entity.name.class.python",
        TokenClass::Decorator => "source.python variable.annotation.python",
        TokenClass::Number => "source.python constant.numeric.python",
        TokenClass::String => "source.python string.quoted.python",
        TokenClass::Comment => "source.python comment.line.python",
        TokenClass::Operator => "source.python keyword.operator.python",
        TokenClass::Punctuation => "source.python punctuation.section.python",
    }
}

impl Theme {
    /// Reads a theme; `read` finds the files that it names.
    pub fn parse(text: &str, read: impl Fn(&str) -> Option<Vec<u8>>) -> anyhow::Result<Theme> {
        let file: File = toml::from_str(text)?;
        let color = |spec: &str| -> anyhow::Result<Color> {
            let spec = file.palette.get(spec).map_or(spec, |s| s);
            Color::from_str(spec).map_err(|_| anyhow!("{spec:?} is neither in the palette nor a colour"))
        };
        let style = |spec: &StyleSpec| -> anyhow::Result<Style> {
            let mut style = Style::new();
            if let Some(fg) = &spec.fg {
                style = style.fg(color(fg)?);
            }
            if let Some(bg) = &spec.bg {
                style = style.bg(color(bg)?);
            }
            for (on, modifier) in [
                (spec.bold, Modifier::BOLD),
                (spec.dim, Modifier::DIM),
                (spec.italic, Modifier::ITALIC),
                (spec.underline, Modifier::UNDERLINED),
                (spec.reverse, Modifier::REVERSED),
                (spec.strike, Modifier::CROSSED_OUT),
            ] {
                if on {
                    style = style.add_modifier(modifier);
                }
            }
            Ok(style)
        };
        if let Some(unknown) = file.scopes.keys().find(|name| !known_scope(name)) {
            bail!("no scope is called {unknown:?}");
        }
        let mut styles = Vec::with_capacity(Scope::ALL.len());
        for scope in Scope::ALL {
            let mut name = scope.name();
            let spec = loop {
                match (file.scopes.get(name), name.rsplit_once('.')) {
                    (Some(spec), _) => break spec,
                    (None, Some((parent, _))) => name = parent,
                    (None, None) => bail!("the scope {:?} has no style", scope.name()),
                }
            };
            styles.push(style(spec).with_context(|| format!("in the scope {name:?}"))?);
        }
        let bytes = read(&file.code).ok_or_else(|| anyhow!("cannot read {:?}", file.code))?;
        Ok(Theme { name: file.name.clone(), styles, code: code_styles(&bytes)? })
    }

    pub fn get(&self, scope: Scope) -> Style {
        self.styles[scope as usize]
    }
    pub fn code(&self, class: TokenClass) -> Style {
        self.code[class as usize]
    }

    /// The same theme for a terminal that shows 256 colours.
    pub fn with_256_colors(mut self) -> Theme {
        for style in self.styles.iter_mut().chain(&mut self.code) {
            style.fg = style.fg.map(nearest_of_256);
            style.bg = style.bg.map(nearest_of_256);
        }
        self
    }
}

/// Is it a scope, or the first part of one?
fn known_scope(name: &str) -> bool {
    Scope::ALL.iter().any(|s| s.name().strip_prefix(name).is_some_and(|r| r.is_empty() || r.starts_with('.')))
}

fn code_styles(tm_theme: &[u8]) -> anyhow::Result<Vec<Style>> {
    let theme = ThemeSet::load_from_reader(&mut std::io::Cursor::new(tm_theme))?;
    let highlighter = Highlighter::new(&theme);
    TokenClass::ALL
        .iter()
        .map(|class| {
            let stack = ScopeStack::from_str(code_scope(*class)).map_err(|e| anyhow!("{e:?}"))?;
            let found = highlighter.style_for_stack(stack.as_slice());
            let mut style =
                Style::new().fg(Color::Rgb(found.foreground.r, found.foreground.g, found.foreground.b));
            for (font, modifier) in [
                (FontStyle::BOLD, Modifier::BOLD),
                (FontStyle::ITALIC, Modifier::ITALIC),
                (FontStyle::UNDERLINE, Modifier::UNDERLINED),
            ] {
                if found.font_style.contains(font) {
                    style = style.add_modifier(modifier);
                }
            }
            Ok(style)
        })
        .collect()
}

/// The colour of the 6x6x6 cube or of the grey ramp that is nearest.
fn nearest_of_256(color: Color) -> Color {
    let Color::Rgb(r, g, b) = color else { return color };
    const STEPS: [i32; 6] = [0, 95, 135, 175, 215, 255];
    let rgb = [r as i32, g as i32, b as i32];
    let distance = |other: [i32; 3]| -> i32 { (0..3).map(|i| (rgb[i] - other[i]).pow(2)).sum() };
    let nearest = |v: i32| (0..6).min_by_key(|&i| (STEPS[i] - v).abs()).unwrap_or(0);
    let cube = rgb.map(nearest);
    let level = ((rgb.iter().sum::<i32>() / 3 - 8).max(0) / 10).min(23);
    let grey = [8 + 10 * level; 3];
    if distance(grey) < distance(cube.map(|i| STEPS[i])) {
        Color::Indexed(232 + level as u8)
    } else {
        Color::Indexed((16 + 36 * cube[0] + 6 * cube[1] + cube[2]) as u8)
    }
}

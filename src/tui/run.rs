//! The screen's surroundings: threads for keys and signals, the session, and the loop that draws.

use super::app::{App, Program};
use super::config::Config;
use super::msg::{Effect, Msg, Note};
use super::terminal;
use super::theme::Theme;
use super::update::{open, update};
use super::view::view;
use super::widgets::list::{List, Overlay};
use crate::session::{self, Session};
use anyhow::{Context, bail};
use crossterm::event::{self, Event};
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use crossterm::{execute, queue};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGTSTP};
use std::io::{IsTerminal, Stdout};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

/// What wakes the loop.
enum Wake {
    Msg(Msg),
    /// From the session of that number.
    Report(u64, session::Report),
    Signal(i32),
    /// The terminal is gone.
    Closed,
}

/// How long a signal waits for the loop before it ends the process by itself.
const PATIENCE: Duration = Duration::from_secs(1);

/// Opens the screen on a program, or on the samples. Answers the exit status.
pub fn run(program: Option<Program>) -> anyhow::Result<u8> {
    if !std::io::stdout().is_terminal() {
        bail!("the screen needs a terminal; `pvmscope run FILE` runs a program without one");
    }
    // A program that came through standard input leaves the keys to the terminal itself.
    let from_stdin = program.as_ref().is_some_and(|p| p.run.name == "<stdin>");
    if !std::io::stdin().is_terminal() && !from_stdin {
        bail!("standard input is no terminal, so no key can be read; `pvmscope run FILE` needs none");
    }
    let config = Config::load();
    let theme = config.theme(config.theme).or_else(|_| config.theme(0))?;
    let mut app = App::default();
    app.keymap = config.keymap.clone();
    app.themes = config.themes.clone();
    app.theme = config.theme;
    app.note = config.mistake.clone().map(|text| Note { text, error: true });

    let guard = terminal::Guard::new().context("cannot take over the terminal")?;
    let screen = Terminal::new(CrosstermBackend::new(std::io::stdout()))?;
    let size = screen.size()?;
    update(&mut app, Msg::Resize(size.width, size.height));
    let (wake, woken) = channel();
    let mut surroundings =
        Surroundings { app, theme, config, screen, wake, session: None, sessions: 0, themed: true };
    let first = match program {
        Some(program) => open(&mut surroundings.app, program),
        None => {
            surroundings.app.overlay = Some(Overlay::Samples(List::default()));
            Effect::None
        }
    };
    // The first picture is drawn before anything else is started.
    surroundings.draw()?;
    watch_signals(surroundings.wake.clone())?;
    watch_keys(surroundings.wake.clone())?;
    let status = match surroundings.carry_out(first)? {
        Some(status) => status,
        None => surroundings.serve(&woken)?,
    };
    drop(guard);
    Ok(status)
}

struct Surroundings {
    app: App,
    theme: Theme,
    config: Config,
    screen: Terminal<CrosstermBackend<Stdout>>,
    wake: Sender<Wake>,
    session: Option<Session>,
    /// Number of the latest session; reports of earlier ones are out of date.
    sessions: u64,
    /// Was the theme changed since the editor was coloured?
    themed: bool,
}

impl Surroundings {
    fn draw(&mut self) -> anyhow::Result<()> {
        if self.app.editing
            && let Some(editor) = &mut self.app.editor
        {
            editor.dress(&self.theme, self.themed);
            self.themed = false;
        }
        let (app, theme) = (&self.app, &self.theme);
        // Terminals that know how show the picture at one go.
        queue!(self.screen.backend_mut(), BeginSynchronizedUpdate)?;
        self.screen.draw(|frame| view(app, theme, frame))?;
        execute!(self.screen.backend_mut(), EndSynchronizedUpdate)?;
        Ok(())
    }

    /// Takes messages and draws until the user leaves. All that wait are taken before a picture.
    fn serve(&mut self, woken: &Receiver<Wake>) -> anyhow::Result<u8> {
        let mut next_tick = Instant::now();
        loop {
            let mut wake = match self.app.tick_interval() {
                None => {
                    next_tick = Instant::now();
                    Some(woken.recv()?)
                }
                Some(interval) => {
                    next_tick = next_tick.min(Instant::now() + interval);
                    match woken.recv_timeout(next_tick.saturating_duration_since(Instant::now())) {
                        Ok(wake) => Some(wake),
                        Err(RecvTimeoutError::Timeout) => {
                            next_tick = Instant::now() + interval;
                            Some(Wake::Msg(Msg::Tick))
                        }
                        Err(RecvTimeoutError::Disconnected) => return Ok(0),
                    }
                }
            };
            while let Some(next) = wake {
                if let Some(status) = self.handle(next)? {
                    return Ok(status);
                }
                wake = woken.try_recv().ok();
            }
            self.draw()?;
        }
    }

    /// Takes one message; `Some` is the exit status.
    fn handle(&mut self, wake: Wake) -> anyhow::Result<Option<u8>> {
        let msg = match wake {
            Wake::Msg(msg) => msg,
            Wake::Report(session, _) if session != self.sessions => return Ok(None),
            Wake::Report(_, report) => Msg::Report(report),
            Wake::Signal(signal) => return Ok(Some((128 + signal) as u8)),
            Wake::Closed => return Ok(Some(1)),
        };
        let effect = update(&mut self.app, msg);
        self.carry_out(effect)
    }

    fn carry_out(&mut self, effect: Effect) -> anyhow::Result<Option<u8>> {
        match effect {
            Effect::None => {}
            Effect::Quit => return Ok(Some(0)),
            Effect::Send(command) => {
                if let Some(session) = &mut self.session {
                    session.send(command);
                }
            }
            Effect::Interrupt(command) => {
                if let Some(session) = &mut self.session {
                    session.interrupt();
                    if let Some(command) = command {
                        session.send(command);
                    }
                }
            }
            Effect::Open(program) => {
                self.sessions += 1;
                let (wake, number) = (self.wake.clone(), self.sessions);
                let report = move |report| wake.send(Wake::Report(number, report)).is_ok();
                self.session = None;
                self.session = Some(Session::start(program.run, report)?);
            }
            Effect::Save { path, text } => {
                let shown = path.display().to_string();
                let saved =
                    std::fs::write(&path, text).map(|()| shown.clone()).map_err(|e| format!("{shown}: {e}"));
                return self.handle(Wake::Msg(Msg::Saved(saved)));
            }
            Effect::SetTheme(index) => match self.config.theme(index) {
                Ok(theme) => {
                    self.theme = theme;
                    self.themed = true;
                }
                Err(mistake) => self.app.note = Some(Note { text: format!("{mistake:#}"), error: true }),
            },
            Effect::Suspend => {
                terminal::leave();
                signal_hook::low_level::raise(SIGTSTP)?;
                terminal::enter()?;
                self.screen.clear()?;
            }
        }
        Ok(None)
    }
}

fn watch_keys(wake: Sender<Wake>) -> anyhow::Result<()> {
    let watch = move || {
        loop {
            let msg = match event::read() {
                Ok(Event::Key(key)) => Msg::Key(key),
                Ok(Event::Mouse(mouse)) => Msg::Mouse(mouse),
                Ok(Event::Paste(text)) => Msg::Paste(text),
                Ok(Event::Resize(width, height)) => Msg::Resize(width, height),
                Ok(Event::FocusGained | Event::FocusLost) => continue,
                Err(_) => {
                    let _ = wake.send(Wake::Closed);
                    return;
                }
            };
            if wake.send(Wake::Msg(msg)).is_err() {
                return;
            }
        }
    };
    std::thread::Builder::new().name("keys".into()).spawn(watch)?;
    Ok(())
}

/// Signals end the loop, so that the terminal is given back; a loop that does not hear is not
/// waited for.
fn watch_signals(wake: Sender<Wake>) -> anyhow::Result<()> {
    let mut signals = signal_hook::iterator::Signals::new([SIGTERM, SIGINT, SIGHUP])?;
    let watch = move || {
        if let Some(signal) = signals.forever().next() {
            let _ = wake.send(Wake::Signal(signal));
            std::thread::sleep(PATIENCE);
            terminal::leave();
            std::process::exit(128 + signal);
        }
    };
    std::thread::Builder::new().name("signals".into()).spawn(watch)?;
    Ok(())
}

impl Program {
    /// Reads a program from a file, or from standard input for `-`.
    pub fn read(path: &str) -> anyhow::Result<Program> {
        if path == "-" {
            let mut bytes = Vec::new();
            std::io::Read::read_to_end(&mut std::io::stdin().lock(), &mut bytes)?;
            return Ok(Program::new("<stdin>", None, bytes));
        }
        let bytes = crate::world::read_regular(path)
            .map_err(|e| anyhow::anyhow!("can't open file '{path}': [Errno {}] {}", e.errno, e.message))?;
        Ok(Program::new(path, Some(Path::new(path).into()), bytes))
    }
    pub fn new(name: &str, path: Option<PathBuf>, bytes: Vec<u8>) -> Program {
        Program { run: session::Program { name: name.into(), bytes, files: Vec::new() }, path }
    }
}

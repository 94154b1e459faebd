//! The user's settings: `config.toml` and `themes/` in the configuration directory.

use super::assets;
use super::keymap::Keymap;
use super::theme::Theme;
use anyhow::Context;
use etcetera::BaseStrategy;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What `config.toml` may say.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct File {
    /// The theme to start with.
    theme: Option<String>,
    /// Keys by command name, such as `step = ["l", "right"]`.
    #[serde(default)]
    keys: BTreeMap<String, Vec<String>>,
}

/// Settings in force. A mistake in a file leaves the default and is told once.
#[derive(Debug)]
pub struct Config {
    pub keymap: Keymap,
    pub themes: Vec<String>,
    pub theme: usize,
    pub mistake: Option<String>,
    folder: Option<PathBuf>,
}

impl Config {
    /// Reads the user's files, if there are any.
    pub fn load() -> Config {
        let folder = etcetera::choose_base_strategy().ok().map(|s| s.config_dir().join("pvmscope"));
        Config::load_from(folder)
    }

    fn load_from(folder: Option<PathBuf>) -> Config {
        let mut config = Config {
            keymap: Keymap::default(),
            themes: assets::theme_names(),
            theme: 0,
            mistake: None,
            folder: folder.clone(),
        };
        let Some(folder) = folder else { return config };
        for name in user_themes(&folder) {
            if !config.themes.contains(&name) {
                config.themes.push(name);
            }
        }
        let path = folder.join("config.toml");
        let Ok(text) = std::fs::read_to_string(&path) else { return config };
        if let Err(mistake) = config.apply(&text) {
            config.mistake = Some(format!("{}: {mistake:#}", path.display()).replace('\n', " "));
        }
        config
    }

    fn apply(&mut self, text: &str) -> anyhow::Result<()> {
        let file: File = toml::from_str(text)?;
        self.keymap = Keymap::with_changes(&file.keys).map_err(anyhow::Error::msg)?;
        if let Some(name) = file.theme {
            let found = self.themes.iter().position(|t| *t == name);
            self.theme = found.with_context(|| format!("no theme is called {name:?}"))?;
        }
        Ok(())
    }

    /// A theme by its place in `themes`; a user's file goes before a built-in one.
    pub fn theme(&self, index: usize) -> anyhow::Result<Theme> {
        let name = self.themes.get(index).context("no such theme")?;
        let own = self.folder.as_ref().map(|f| f.join("themes"));
        let file = own.as_ref().map(|f| f.join(format!("{name}.toml")));
        let theme = match file.and_then(|f| std::fs::read_to_string(f).ok()) {
            Some(text) => Theme::parse(&text, |code| {
                let user = own.as_ref().and_then(|folder| std::fs::read(folder.join(code)).ok());
                user.or_else(|| assets::theme_file(code))
            }),
            None => assets::theme(name),
        };
        let theme = theme.with_context(|| format!("theme {name}"))?;
        Ok(if true_color() { theme } else { theme.with_256_colors() })
    }
}

fn user_themes(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder.join("themes")) else { return Vec::new() };
    let mut names: Vec<String> = entries
        .filter_map(|e| Some(e.ok()?.path()))
        .filter(|p| p.extension().is_some_and(|e| e == "toml"))
        .filter_map(|p| Some(p.file_stem()?.to_str()?.to_string()))
        .collect();
    names.sort();
    names
}

/// Does the terminal say that it shows all colours?
fn true_color() -> bool {
    std::env::var("COLORTERM").is_ok_and(|c| c.contains("truecolor") || c.contains("24bit"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::command::{CommandId, Context};
    use crate::tui::keymap::Key;

    #[test]
    fn settings_change_keys_and_theme() {
        let mut config = Config::load_from(None);
        config.apply("theme = \"light\"\n[keys]\nquit = [\"ctrl-q\"]\n").unwrap();
        assert_eq!(config.themes[config.theme], "light");
        let key = Key::parse("ctrl-q").unwrap();
        assert_eq!(config.keymap.command(Context::Main, key), Some(CommandId::Quit));
    }

    #[test]
    fn mistakes_are_told() {
        for text in
            ["theme = \"none\"", "colour = 1", "[keys]\nfly = [\"f\"]", "[keys]\nstep = [\"no key\"]", "["]
        {
            assert!(Config::load_from(None).apply(text).is_err(), "{text}");
        }
    }
}

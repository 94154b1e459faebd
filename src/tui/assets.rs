//! Files that are part of the binary: themes and sample programs.

use super::theme::Theme;
use include_dir::{Dir, include_dir};

static THEMES: Dir = include_dir!("$CARGO_MANIFEST_DIR/themes");
static SAMPLES: Dir = include_dir!("$CARGO_MANIFEST_DIR/samples");

/// Names and texts of the sample programs; files that samples import begin with `_` and are no
/// programs themselves.
pub fn samples() -> impl Iterator<Item = (&'static str, &'static str)> {
    SAMPLES
        .files()
        .filter_map(|f| Some((f.path().file_name()?.to_str()?, f.contents_utf8()?)))
        .filter(|(name, _)| name.ends_with(".py") && !name.starts_with('_'))
}

/// The files that samples import.
pub fn sample_modules() -> Vec<(String, Vec<u8>)> {
    let files = SAMPLES.files().filter_map(|f| Some((f.path().file_name()?.to_str()?, f.contents())));
    files
        .filter(|(name, _)| name.starts_with('_'))
        .map(|(name, bytes)| (name.to_string(), bytes.to_vec()))
        .collect()
}

/// The bytes of a theme's file.
pub fn theme_file(name: &str) -> Option<Vec<u8>> {
    THEMES.get_file(name).map(|f| f.contents().to_vec())
}

/// Names of the built-in themes, the default one first.
pub fn theme_names() -> Vec<String> {
    THEMES
        .files()
        .filter(|f| f.path().extension().is_some_and(|e| e == "toml"))
        .filter_map(|f| Some(f.path().file_stem()?.to_str()?.to_string()))
        .collect()
}

/// A built-in theme by name.
pub fn theme(name: &str) -> anyhow::Result<Theme> {
    let text = THEMES.get_file(format!("{name}.toml")).and_then(|f| f.contents_utf8());
    Theme::parse(text.ok_or_else(|| anyhow::anyhow!("no theme is called {name:?}"))?, theme_file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::TokenClass;
    use crate::tui::theme::Scope;

    #[test]
    fn every_scope_resolves_in_every_theme() {
        let names = theme_names();
        assert_eq!(names[0], "dark");
        for name in names {
            let theme = theme(&name).unwrap_or_else(|e| panic!("{name}: {e:#}"));
            assert_eq!(theme.name, name);
            for scope in Scope::ALL {
                let style = theme.get(*scope);
                assert_ne!(style, Default::default(), "{scope:?} in {name}");
            }
            for class in TokenClass::ALL {
                assert!(theme.code(class).fg.is_some(), "{class:?} in {name}");
            }
            assert_ne!(theme.code(TokenClass::Keyword).fg, theme.code(TokenClass::Name).fg);
            assert_ne!(theme.code(TokenClass::String).fg, theme.code(TokenClass::Comment).fg);
        }
    }
}

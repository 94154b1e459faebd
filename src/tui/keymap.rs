//! Keys by name, and which command each stands for.

use super::command::{COMMANDS, CommandId, Context};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// A key with its modifiers; for characters Shift is in the character.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Key {
    pub code: KeyCode,
    pub modifiers: KeyModifiers,
}

const NAMED: &[(&str, KeyCode)] = &[
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("pageup", KeyCode::PageUp),
    ("pagedown", KeyCode::PageDown),
    ("enter", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("tab", KeyCode::Tab),
    ("backspace", KeyCode::Backspace),
    ("delete", KeyCode::Delete),
    ("insert", KeyCode::Insert),
    ("space", KeyCode::Char(' ')),
];

impl Key {
    /// Reads `l`, `G`, `ctrl-r`, `shift-tab`, `f5`, `space`, `-`.
    pub fn parse(text: &str) -> Option<Key> {
        let mut modifiers = KeyModifiers::NONE;
        let mut rest = text;
        for (prefix, modifier) in
            [("ctrl-", KeyModifiers::CONTROL), ("alt-", KeyModifiers::ALT), ("shift-", KeyModifiers::SHIFT)]
        {
            if let Some(after) = rest.strip_prefix(prefix).filter(|after| !after.is_empty()) {
                modifiers |= modifier;
                rest = after;
            }
        }
        let mut chars = rest.chars();
        let code = match (chars.next(), chars.next()) {
            (Some(c), None) => KeyCode::Char(c),
            _ => match NAMED.iter().find(|(name, _)| *name == rest) {
                Some((_, code)) => *code,
                None => KeyCode::F(rest.strip_prefix('f')?.parse().ok().filter(|n| (1..=24).contains(n))?),
            },
        };
        Some(Key { code, modifiers }.normal())
    }

    /// Shift-Tab has a code of its own on some terminals, and Shift is part of a character.
    fn normal(mut self) -> Key {
        match self.code {
            KeyCode::BackTab => {
                self = Key { code: KeyCode::Tab, modifiers: self.modifiers | KeyModifiers::SHIFT }
            }
            KeyCode::Char(_) => self.modifiers -= KeyModifiers::SHIFT,
            _ => {}
        }
        self
    }

    /// How help shows it.
    pub fn label(self) -> String {
        let mut out = String::new();
        if self.modifiers.contains(KeyModifiers::CONTROL) {
            out.push_str("Ctrl-");
        }
        if self.modifiers.contains(KeyModifiers::ALT) {
            out.push_str("Alt-");
        }
        if self.modifiers.contains(KeyModifiers::SHIFT) {
            out.push_str("Shift-");
        }
        match self.code {
            KeyCode::Left => out.push('←'),
            KeyCode::Right => out.push('→'),
            KeyCode::Up => out.push('↑'),
            KeyCode::Down => out.push('↓'),
            KeyCode::PageUp => out.push_str("PgUp"),
            KeyCode::PageDown => out.push_str("PgDn"),
            KeyCode::Char(' ') => out.push_str("Space"),
            KeyCode::Char(c) if self.modifiers.is_empty() => out.push(c),
            KeyCode::Char(c) => out.extend(c.to_uppercase()),
            KeyCode::F(n) => out.push_str(&format!("F{n}")),
            code => {
                let name = NAMED.iter().find(|(_, c)| *c == code).map_or("?", |(name, _)| name);
                out.extend(name.chars().next().map(|c| c.to_ascii_uppercase()));
                out.push_str(&name[1.min(name.len())..]);
            }
        }
        out
    }
}

impl From<KeyEvent> for Key {
    fn from(event: KeyEvent) -> Key {
        let known = KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT;
        Key { code: event.code, modifiers: event.modifiers & known }.normal()
    }
}

/// Which command a key stands for in each context.
#[derive(Clone, Debug)]
pub struct Keymap {
    by_key: FxHashMap<(Context, Key), CommandId>,
    keys: Vec<Vec<Key>>,
}

impl Default for Keymap {
    fn default() -> Keymap {
        let keys = COMMANDS.iter().map(|c| c.keys.iter().filter_map(|k| Key::parse(k)).collect()).collect();
        Keymap::from_keys(keys)
    }
}

impl Keymap {
    fn from_keys(keys: Vec<Vec<Key>>) -> Keymap {
        let by_key = COMMANDS
            .iter()
            .zip(&keys)
            .flat_map(|(c, keys)| keys.iter().map(|k| ((c.context, *k), c.id)))
            .collect();
        Keymap { by_key, keys }
    }

    /// The default keys with some commands' keys replaced: `step = ["l", "right"]`. A key that is
    /// given to a command is taken from the others of its context.
    pub fn with_changes(changes: &BTreeMap<String, Vec<String>>) -> Result<Keymap, String> {
        let mut keys = Keymap::default().keys;
        for (name, texts) in changes {
            let id = CommandId::from_name(name).ok_or_else(|| format!("no command is called {name:?}"))?;
            let mut new = Vec::new();
            for text in texts {
                new.push(Key::parse(text).ok_or_else(|| format!("{text:?} (for {name}) is no key"))?);
            }
            for other in COMMANDS.iter().filter(|c| c.context == id.info().context) {
                keys[other.id as usize].retain(|k| !new.contains(k));
            }
            keys[id as usize] = new;
        }
        Ok(Keymap::from_keys(keys))
    }

    pub fn command(&self, context: Context, key: Key) -> Option<CommandId> {
        self.by_key.get(&(context, key)).copied()
    }
    pub fn keys(&self, id: CommandId) -> &[Key] {
        &self.keys[id as usize]
    }
    /// The first key of a command, for the footer.
    pub fn label(&self, id: CommandId) -> Option<String> {
        self.keys(id).first().map(|k| k.label())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_key_is_a_key_and_means_one_thing() {
        let map = Keymap::default();
        for c in COMMANDS {
            for text in c.keys {
                let key = Key::parse(text).unwrap_or_else(|| panic!("{text:?} is no key"));
                assert_eq!(map.command(c.context, key), Some(c.id), "{text:?} stands for two commands");
            }
        }
    }

    #[test]
    fn keys_parse_and_show() {
        for (text, label) in [
            ("l", "l"),
            ("G", "G"),
            ("ctrl-r", "Ctrl-R"),
            ("shift-tab", "Shift-Tab"),
            ("f5", "F5"),
            ("space", "Space"),
            ("-", "-"),
            ("left", "←"),
            ("esc", "Esc"),
        ] {
            assert_eq!(Key::parse(text).map(|k| k.label()).as_deref(), Some(label));
        }
        assert_eq!(Key::parse("nokey"), None);
        assert_eq!(Key::parse(""), None);
    }

    #[test]
    fn a_changed_key_is_taken_from_its_old_command() {
        let changes = BTreeMap::from([("quit".to_string(), vec!["l".to_string()])]);
        let map = Keymap::with_changes(&changes).unwrap();
        assert_eq!(map.command(Context::Main, Key::parse("l").unwrap()), Some(CommandId::Quit));
        assert_eq!(map.command(Context::Main, Key::parse("q").unwrap()), None);
        assert!(Keymap::with_changes(&BTreeMap::from([("fly".to_string(), vec![])])).is_err());
    }
}

//! THE command table: one row a command, from which dispatch, footer, help, palette and the
//! README's key list are made.

/// Where a command's keys are heard.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Context {
    /// The panes.
    Main,
    /// The program's editor.
    Editor,
    /// A list or a page over the panes: help, palette, samples.
    Overlay,
}

/// How help groups the commands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Group {
    Forward,
    Back,
    Search,
    Memory,
    Screen,
    Program,
    Editor,
    Lists,
}

impl Group {
    pub const ALL: [Group; 8] = [
        Group::Forward,
        Group::Back,
        Group::Search,
        Group::Memory,
        Group::Screen,
        Group::Program,
        Group::Editor,
        Group::Lists,
    ];
    pub const fn title(self) -> &'static str {
        match self {
            Group::Forward => "Forward in time",
            Group::Back => "Back in time",
            Group::Search => "Find a moment",
            Group::Memory => "Memory",
            Group::Screen => "Look around",
            Group::Program => "The program",
            Group::Editor => "In the editor",
            Group::Lists => "In lists",
        }
    }
}

/// One row of the table.
#[derive(Debug)]
pub struct CommandInfo {
    pub id: CommandId,
    /// The name in key files and in the palette.
    pub name: &'static str,
    pub context: Context,
    pub group: Group,
    pub keys: &'static [&'static str],
    /// A word or two for the footer.
    pub short: &'static str,
    /// The sentence for help and palette.
    pub sentence: &'static str,
}

macro_rules! commands {
    ($($id:ident = $name:literal, $context:ident, $group:ident, [$($key:literal),*], $short:literal, $sentence:literal;)*) => {
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
        pub enum CommandId { $($id),* }

        /// All commands, in the order of help.
        pub static COMMANDS: &[CommandInfo] = &[$(CommandInfo {
            id: CommandId::$id, name: $name, context: Context::$context, group: Group::$group,
            keys: &[$($key),*], short: $short, sentence: $sentence,
        }),*];
    };
}

commands! {
    Step = "step", Main, Forward, ["right", "l"], "step", "Execute one instruction (12l: twelve).";
    Over = "over", Main, Forward, ["n"], "over", "To the next instruction of this frame; calls run through.";
    NextLine = "next-line", Main, Forward, ["]"], "line", "To the next line that executes, in whatever frame.";
    Out = "out", Main, Forward, ["o"], "out", "Run until this frame has returned.";
    Continue = "continue", Main, Forward, ["c"], "continue", "Run to the next breakpoint.";
    End = "end", Main, Forward, ["end", "G"], "end", "Run to the end of the program.";
    Play = "play", Main, Forward, ["space"], "play", "Play or pause.";
    Faster = "faster", Main, Forward, ["+", "="], "faster", "Play faster.";
    Slower = "slower", Main, Forward, ["-"], "slower", "Play slower.";
    Interrupt = "interrupt", Main, Forward, ["esc", "ctrl-c"], "stop", "Stop a long run where it is.";
    Back = "back", Main, Back, ["left", "h"], "back", "Go one instruction back (7h: seven).";
    BackOver = "back-over", Main, Back, ["N"], "back over", "To the previous instruction of this frame.";
    PreviousLine = "previous-line", Main, Back, ["["], "previous line", "To where the previous line began.";
    BackOut = "back-out", Main, Back, ["O"], "back out", "Back to the call of this frame.";
    BackContinue = "back-continue", Main, Back, ["C"], "back to breakpoint", "Back to the previous breakpoint.";
    Start = "start", Main, Back, ["home", "g"], "start", "Back to the first instruction.";
    NextCall = "next-call", Main, Search, ["}"], "next call", "To the next call of a Python function.";
    PreviousCall = "previous-call", Main, Search, ["{"], "previous call", "Back to the previous call of a Python function.";
    NextRaise = "next-raise", Main, Search, ["x"], "next raise", "To the next exception raised.";
    PreviousRaise = "previous-raise", Main, Search, ["X"], "previous raise", "Back to the previous exception raised.";
    NextOutput = "next-output", Main, Search, ["p"], "next output", "To the next output.";
    PreviousOutput = "previous-output", Main, Search, ["P"], "previous output", "Back to the previous output.";
    NextCollection = "next-collection", Main, Search, ["v"], "next collection", "To the next run of the cyclic garbage collector.";
    PreviousCollection = "previous-collection", Main, Search, ["V"], "previous collection", "Back to the previous run of the garbage collector.";
    NextWrite = "next-write", Main, Search, ["w"], "next write", "To the next change of the name chosen in Frames.";
    PreviousWrite = "previous-write", Main, Search, ["W"], "previous write", "Back to the previous change of the name chosen in Frames.";
    ToStep = "to-step", Main, Search, ["s"], "go to step", "Ask for a step's number and go there.";
    Watch = "watch", Main, Memory, ["y"], "who holds it", "Show in Ledger who holds the object chosen in Frames, Stack, Heap or Ledger.";
    History = "history", Main, Memory, ["u"], "history", "Tell what happened to the count of the object in Ledger.";
    NextCount = "next-count", Main, Memory, ["m"], "next count", "To the next change of the count of the object in Ledger.";
    PreviousCount = "previous-count", Main, Memory, ["M"], "previous count", "Back to the previous change of its count.";
    ToDeath = "to-death", Main, Memory, ["d"], "death", "To the death of the object in Ledger.";
    ToBirth = "to-birth", Main, Memory, ["D"], "birth", "Back to its birth.";
    NextFinalizer = "next-finaliser", Main, Memory, ["f"], "next finaliser", "To the next finaliser or weak reference's callback.";
    PreviousFinalizer = "previous-finaliser", Main, Memory, ["F"], "previous finaliser", "Back to the previous finaliser or callback.";
    Film = "film", Main, Memory, ["a"], "enter collection", "Enter the next collection; GC shows its phases.";
    BackFilm = "back-film", Main, Memory, ["A"], "previous collection", "Back into the previous collection.";
    NextPhase = "next-phase", Main, Memory, ["."], "next phase", "The next phase of the collection.";
    PreviousPhase = "previous-phase", Main, Memory, [","], "previous phase", "The phase before.";
    Census = "census", Main, Memory, ["t"], "census", "Count the objects by class, and what came since the start (120t: since step 120).";
    StopAt = "stop-at", Main, Memory, ["B"], "stop at", "Run to a birth, a death, a finaliser, a collection, or a growth of memory.";
    FocusNext = "focus-next", Main, Screen, ["tab"], "pane", "Give the focus to the next pane.";
    FocusPrevious = "focus-previous", Main, Screen, ["shift-tab"], "previous pane", "Give the focus to the previous pane.";
    Zoom = "zoom", Main, Screen, ["z"], "zoom", "Give the focused pane the whole screen, or take it back.";
    Up = "up", Main, Screen, ["up", "k"], "up", "Move up in the focused pane.";
    Down = "down", Main, Screen, ["down", "j"], "down", "Move down in the focused pane.";
    PageUp = "page-up", Main, Screen, ["pageup", "ctrl-u"], "page up", "Scroll the focused pane a page up.";
    PageDown = "page-down", Main, Screen, ["pagedown", "ctrl-d"], "page down", "Scroll the focused pane a page down.";
    Go = "go", Main, Screen, ["enter"], "go", "Run to the chosen source line or instruction; show the chosen frame.";
    GoBack = "go-back", Main, Screen, ["backspace"], "go back", "Back to the last time the chosen source line began.";
    Theme = "theme", Main, Screen, ["T"], "theme", "Change to the next theme.";
    Help = "help", Main, Screen, ["?", "f1"], "help", "Show all keys.";
    Palette = "palette", Main, Screen, [":"], "commands", "Find a command by its name, or go to a step by its number.";
    Breakpoint = "breakpoint", Main, Program, ["b"], "breakpoint", "Set or clear a breakpoint on the chosen or current line.";
    Edit = "edit", Main, Program, ["e"], "edit", "Edit the program.";
    Rerun = "rerun", Main, Program, ["r"], "run again", "Run the program again from its start.";
    Samples = "samples", Main, Program, ["S"], "samples", "Choose one of the sample programs.";
    Input = "input", Main, Program, ["i"], "input", "Type a line for the program's input().";
    Suspend = "suspend", Main, Program, ["ctrl-z"], "suspend", "Give the terminal back to the shell for a while.";
    Quit = "quit", Main, Program, ["q"], "quit", "Leave.";
    EditorRun = "editor-run", Editor, Editor, ["f5", "ctrl-r"], "run", "Compile the text and run it.";
    EditorClose = "editor-close", Editor, Editor, ["esc"], "close", "Back to the panes; the text is kept until the next run.";
    EditorSave = "editor-save", Editor, Editor, ["ctrl-s"], "save", "Write the text to the program's file.";
    EditorUndo = "editor-undo", Editor, Editor, ["ctrl-z"], "undo", "Undo.";
    EditorRedo = "editor-redo", Editor, Editor, ["ctrl-y"], "redo", "Redo.";
    ListUp = "list-up", Overlay, Lists, ["up", "ctrl-p"], "up", "Up.";
    ListDown = "list-down", Overlay, Lists, ["down", "ctrl-n"], "down", "Down.";
    ListPageUp = "list-page-up", Overlay, Lists, ["pageup"], "page up", "A page up.";
    ListPageDown = "list-page-down", Overlay, Lists, ["pagedown"], "page down", "A page down.";
    ListAccept = "list-accept", Overlay, Lists, ["enter"], "choose", "Take the marked row.";
    ListClose = "list-close", Overlay, Lists, ["esc", "ctrl-c"], "close", "Close.";
}

impl CommandId {
    pub fn info(self) -> &'static CommandInfo {
        &COMMANDS[self as usize]
    }
    /// The command of that name in key files.
    pub fn from_name(name: &str) -> Option<CommandId> {
        COMMANDS.iter().find(|c| c.name == name).map(|c| c.id)
    }
}

/// The table of default keys as Markdown, for the README.
pub fn keys_as_markdown() -> String {
    let mut out = String::new();
    for group in Group::ALL {
        out.push_str(&format!("\n**{}**\n\n| key | does | name |\n| --- | --- | --- |\n", group.title()));
        for command in COMMANDS.iter().filter(|c| c.group == group) {
            let keys: Vec<String> = command.keys.iter().map(|k| format!("`{k}`")).collect();
            out.push_str(&format!("| {} | {} | `{}` |\n", keys.join(" "), command.sentence, command.name));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_sentences_end() {
        for (i, c) in COMMANDS.iter().enumerate() {
            assert_eq!(c.id as usize, i);
            assert_eq!(CommandId::from_name(c.name), Some(c.id), "{} twice", c.name);
            assert!(c.sentence.ends_with('.') && c.sentence.len() > 2, "{}", c.name);
            assert!(!c.short.is_empty(), "{}", c.name);
        }
    }

    #[test]
    fn readme_lists_every_command() {
        let text = keys_as_markdown();
        assert!(COMMANDS.iter().all(|c| text.contains(&format!("`{}`", c.name))));
    }
}

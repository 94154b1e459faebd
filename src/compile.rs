//! Runs the stages from source text to code object; [`Stages`] keeps every product.

pub mod links;

use crate::assemble;
use crate::ast::{self, Root};
use crate::bytecode::Code;
use crate::bytecode::code::flags;
use crate::codegen::unit::Unit;
use crate::codegen::{self, Settings};
use crate::constant::Text;
use crate::diagnostic::{Columns, Diagnostic, Kind};
use crate::parse;
pub use crate::parse::{Mode, is_incomplete};
use crate::source::{Interner, Source};
use crate::symtable::{self, Future, SymbolTable};
use std::cell::Cell;
use std::sync::Arc;

/// How a program is compiled: what `compile()` takes besides the text.
#[derive(Clone, Debug)]
pub struct Options {
    /// 0, 1 (`-O`) or 2 (`-OO`).
    pub optimize: u8,
    pub mode: Mode,
    /// `co_flags` bits of future features in force where the program is compiled.
    pub future: u32,
    /// `await` may stand outside functions (`ast.PyCF_ALLOW_TOP_LEVEL_AWAIT`).
    pub top_level_await: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options { optimize: 0, mode: Mode::Module, future: 0, top_level_await: false }
    }
}

/// Compiles a program; warnings stand in the order in which CPython issues them.
pub fn compile(source: &Source, options: &Options) -> Result<(Arc<Code>, Vec<Diagnostic>), Diagnostic> {
    with_deep_stack(source, || {
        let mut interner = Interner::default();
        let (mut root, mut warnings) = parse::parse(source, &mut interner, options.mode)?;
        let made = generate(source, options, &mut root, &mut interner, false)?;
        warnings.extend(made.generated.warnings);
        Ok((Arc::new(made.generated.code), warnings))
    })
}

/// The tree of a program, handed to `give` while it is there.
pub fn parse<T: Send>(
    source: &Source,
    options: &Options,
    type_comments: bool,
    fold: bool,
    give: impl FnOnce(&Root, &Interner) -> T + Send,
) -> Result<(T, Vec<Diagnostic>), Diagnostic> {
    with_deep_stack(source, || {
        let mut interner = Interner::default();
        let (mut root, mut warnings) = match (type_comments, options.mode) {
            (true, Mode::Module) => parse::parse_with_type_comments(source, &mut interner)?,
            _ => parse::parse(source, &mut interner, options.mode)?,
        };
        if fold {
            let future = symtable::future(&root, &interner).map_err(after_parser)?;
            let annotations = future_flags(&future, options) & flags::FUTURE_ANNOTATIONS != 0;
            let told = ast::fold::fold(&mut root, &mut interner, options.optimize, annotations);
            warnings.append(&mut told.map_err(after_parser)?);
        }
        Ok((give(&root, &interner), warnings))
    })
}
/// Compiles a tree that came from somewhere else; `source` has the file's name.
pub fn compile_root(
    source: &Source,
    options: &Options,
    mut root: Root,
    mut interner: Interner,
) -> Result<(Arc<Code>, Vec<Diagnostic>), Diagnostic> {
    let made = generate(source, options, &mut root, &mut interner, false)?;
    Ok((Arc::new(made.generated.code), made.generated.warnings))
}

/// The features in force, as `co_flags` bits: the module's own and inherited ones.
fn future_flags(future: &Future, options: &Options) -> u32 {
    let bit = |set: bool, flag: u32| if set { flag } else { 0 };
    options.future
        | bit(future.annotations, flags::FUTURE_ANNOTATIONS)
        | bit(future.barry_as_bdfl, flags::FUTURE_BARRY_AS_BDFL)
}

struct Made {
    generated: codegen::Generated,
    table: SymbolTable,
}

/// An error of a stage after the parser.
fn after_parser(error: Diagnostic) -> Diagnostic {
    let columns = if error.columns == Columns::Characters { Columns::Bytes } else { error.columns };
    Diagnostic { columns, ..error }
}

/// The stages after the parser. The tree is folded in place.
fn generate(
    source: &Source,
    options: &Options,
    root: &mut Root,
    interner: &mut Interner,
    keep_units: bool,
) -> Result<Made, Diagnostic> {
    run_stages(source, options, root, interner, keep_units).map_err(after_parser)
}

fn run_stages(
    source: &Source,
    options: &Options,
    root: &mut Root,
    interner: &mut Interner,
    keep_units: bool,
) -> Result<Made, Diagnostic> {
    let future = symtable::future(root, interner)?;
    let future_bits = future_flags(&future, options);
    let annotations = future_bits & flags::FUTURE_ANNOTATIONS != 0;
    let mut warnings = ast::fold::fold(root, interner, options.optimize, annotations)?;
    let mut table = symtable::build(root, interner, annotations)?;
    let settings = Settings {
        filename: Text::from(&*source.name),
        optimize: options.optimize,
        future: future_bits,
        finish: assemble::finish,
        future_span: future.span,
        top_level_await: options.top_level_await,
        keep_units,
    };
    let mut generated = codegen::generate(root, &mut table, interner, &settings)?;
    warnings.append(&mut generated.warnings);
    generated.warnings = warnings;
    Ok(Made { generated, table })
}

/// Every product of the stages, as far as they came.
#[derive(Debug)]
pub struct Stages {
    pub source: Source,
    pub interner: Interner,
    /// The tree as parsed.
    pub tree: Option<Root>,
    /// The tree that is compiled: constants folded.
    pub folded: Option<Root>,
    /// The scopes of the tree as parsed, as `python -m symtable` shows them.
    pub symbols: Option<SymbolTable>,
    /// The scopes of the folded tree, which decide how names are compiled.
    pub compiled_symbols: Option<SymbolTable>,
    /// Pseudo-instructions, one unit for each code object, inner ones first.
    pub units: Vec<Unit>,
    pub code: Option<Arc<Code>>,
    pub warnings: Vec<Diagnostic>,
    pub error: Option<Diagnostic>,
}

impl Stages {
    pub fn new(source: &Source, options: &Options) -> Stages {
        with_deep_stack(source, || {
            let mut stages = Stages {
                source: source.clone(),
                interner: Interner::default(),
                tree: None,
                folded: None,
                symbols: None,
                compiled_symbols: None,
                units: Vec::new(),
                code: None,
                warnings: Vec::new(),
                error: None,
            };
            stages.error = stages.run(options).err();
            Ok(stages)
        })
        .unwrap_or_else(|error| Stages {
            source: source.clone(),
            interner: Interner::default(),
            tree: None,
            folded: None,
            symbols: None,
            compiled_symbols: None,
            units: Vec::new(),
            code: None,
            warnings: Vec::new(),
            error: Some(error),
        })
    }

    fn run(&mut self, options: &Options) -> Result<(), Diagnostic> {
        let (root, warnings) = parse::parse(&self.source, &mut self.interner, options.mode)?;
        self.warnings = warnings;
        let root = self.tree.insert(root);
        let future = symtable::future(root, &self.interner).map_err(after_parser)?;
        let annotations = future_flags(&future, options) & flags::FUTURE_ANNOTATIONS != 0;
        self.symbols =
            Some(symtable::build_in_order(root, &mut self.interner, annotations).map_err(after_parser)?);
        let folded = self.folded.insert(root.clone());
        let made = generate(&self.source, options, folded, &mut self.interner, true)?;
        self.warnings.extend(made.generated.warnings);
        self.units = made.generated.units;
        self.code = Some(Arc::new(made.generated.code));
        self.compiled_symbols = Some(made.table);
        Ok(())
    }
}

/// A deep tree is given back where there is room to follow it down.
impl Drop for Stages {
    fn drop(&mut self) {
        let products =
            (self.tree.take(), self.folded.take(), self.code.take(), std::mem::take(&mut self.units));
        // Where there is no memory for such a stack, they go on this one.
        let _ = with_deep_stack(&self.source, move || {
            drop(products);
            Ok(())
        });
    }
}

/// Text no longer than this cannot be nested so deep that a usual stack is too small.
const SHALLOW: usize = 500;
/// Room for the deepest tree that the parser lets through.
const STACK: usize = 512 << 20;

thread_local! {
    /// Has this thread a stack with room for the deepest tree?
    static DEEP: Cell<bool> = const { Cell::new(false) };
}

/// Runs `work` on a stack of its own, with room for the deepest tree. Who compiles many programs
/// does it inside of this, for one stack is then enough for all.
pub fn on_deep_stack<T: Send>(work: impl FnOnce() -> T + Send) -> std::io::Result<T> {
    std::thread::scope(|scope| {
        let deep = || {
            DEEP.set(true);
            work()
        };
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, deep)?;
        thread.join().or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// The stages recurse with the tree; a long program gets a deep stack for that.
fn with_deep_stack<T: Send>(
    source: &Source,
    work: impl FnOnce() -> Result<T, Diagnostic> + Send,
) -> Result<T, Diagnostic> {
    if source.text.len() <= SHALLOW || DEEP.get() {
        return work();
    }
    on_deep_stack(work).unwrap_or_else(|_| {
        Err(Diagnostic::placeless(Kind::MemoryError, "no memory for the compiler's stack"))
    })
}

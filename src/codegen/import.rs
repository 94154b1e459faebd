//! Import statements.

use super::{Compiler, Result};
use crate::ast::Alias;
use crate::bytecode::Opcode;
use crate::constant::Constant;
use crate::source::{Name, Span};

const IMPORT_STAR: u32 = 2;

impl Compiler<'_, '_> {
    pub(super) fn import(&mut self, span: Span, names: &[Alias]) -> Result {
        for alias in names {
            self.load_const(span, Constant::Int(0));
            self.load_const(span, Constant::None);
            self.op_name(span, Opcode::IMPORT_NAME, alias.name);
            let dotted = self.interner.text(alias.name).clone();
            match alias.asname {
                Some(asname) => self.import_as(span, &dotted, asname)?,
                None => {
                    let first = dotted.split('.').next().unwrap_or(&dotted);
                    let first = self.interner.intern(first);
                    self.store(span, first)?;
                }
            }
        }
        Ok(())
    }

    /// `import a.b.c as name`: goes from the package to the module that is meant.
    fn import_as(&mut self, span: Span, dotted: &str, asname: Name) -> Result {
        let mut parts = dotted.split('.').skip(1).peekable();
        if parts.peek().is_none() {
            return self.store(span, asname);
        }
        while let Some(part) = parts.next() {
            let attr = self.interner.intern(part);
            let index = self.current.names.add(attr) as u32;
            self.op_i(span, Opcode::IMPORT_FROM, index);
            if parts.peek().is_some() {
                self.op_i(span, Opcode::SWAP, 2);
                self.op(span, Opcode::POP_TOP);
            }
        }
        self.store(span, asname)?;
        self.op(span, Opcode::POP_TOP);
        Ok(())
    }

    pub(super) fn import_from(
        &mut self,
        span: Span,
        module: Option<Name>,
        names: &[Alias],
        level: u32,
    ) -> Result {
        self.load_const(span, Constant::Int(level.into()));
        let known = self.table.known;
        if level == 0 && module == Some(known.future) && self.after_future(span) {
            return self.error(span, "from __future__ imports must occur at the beginning of the file");
        }
        let wanted = names.iter().map(|alias| self.str_of(alias.name)).collect();
        self.load_const(span, Constant::Tuple(wanted));
        let module = module.unwrap_or_else(|| self.interner.intern(""));
        self.op_name(span, Opcode::IMPORT_NAME, module);
        for (i, alias) in names.iter().enumerate() {
            if i == 0 && alias.name == known.star {
                self.op_i(span, Opcode::CALL_INTRINSIC_1, IMPORT_STAR);
                self.op(Span::NONE, Opcode::POP_TOP);
                return Ok(());
            }
            self.op_name(span, Opcode::IMPORT_FROM, alias.name);
            self.store(span, alias.asname.unwrap_or(alias.name))?;
        }
        self.op(span, Opcode::POP_TOP);
        Ok(())
    }

    /// Does a place come after the last future statement that counted?
    fn after_future(&self, span: Span) -> bool {
        let last = self.settings.future_span.unwrap_or(Span::NONE);
        (span.line, span.col) > (last.end_line, last.end_col)
    }
}

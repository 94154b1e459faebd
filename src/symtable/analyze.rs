//! Second pass: from what each block does with a name to where the name lives.

use super::free::FreeNames;
use super::{Binding, NameMap, NameSet, ScopeId, ScopeKind, SymbolTable, def};
use crate::diagnostic::Diagnostic;
use crate::source::{Interner, Name};
use std::rc::Rc;

type Result<T = ()> = std::result::Result<T, Box<Diagnostic>>;

/// `F` decides in which order a block gets the free names that it only passes on.
pub(super) fn analyze<F: FreeNames>(table: &mut SymbolTable, interner: &Interner) -> Result {
    let mut sets = Outer::<F>::default();
    Analyzer { table, interner }.block(SymbolTable::TOP, &mut sets, None)
}

/// What a block learns from the blocks around it, and the free names that it hands back. Most
/// blocks change nothing in the sets that they are given, so those are shared.
#[derive(Clone, Default)]
struct Outer<F> {
    /// Names bound by enclosing functions; `None` for the module.
    bound: Option<Rc<NameSet>>,
    /// Names used but not bound in this block or blocks inside it (the answer).
    free: F,
    /// Names declared `global` in enclosing blocks.
    global: Rc<NameSet>,
    /// Type parameters of enclosing scopes.
    type_params: Rc<NameSet>,
}

fn add(set: &mut Rc<NameSet>, name: Name) {
    if !set.contains(name) {
        Rc::make_mut(set).add(name);
    }
}

fn remove(set: &mut Rc<NameSet>, name: Name) {
    if set.contains(name) {
        Rc::make_mut(set).remove(name);
    }
}

struct Analyzer<'a> {
    table: &'a mut SymbolTable,
    interner: &'a Interner,
}

impl Analyzer<'_> {
    fn block<F: FreeNames>(&mut self, id: ScopeId, outer: &mut Outer<F>, class: Option<ScopeId>) -> Result {
        let is_class = self.table.scope(id).kind == ScopeKind::Class;
        let function_like = self.table.scope(id).is_function_like();
        let mut inner = Outer::<F> { bound: Some(Rc::default()), ..Outer::default() };
        // What a class binds is not seen inside its methods, so they get what the class got.
        if is_class {
            inner.global = outer.global.clone();
            inner.bound = Some(outer.bound.clone().unwrap_or_default());
        }
        let mut local = NameSet::default();
        let mut bindings = NameMap::with_capacity(self.table.scope(id).symbols.len());
        for i in 0..self.table.scope(id).symbols.len() {
            let Some((name, &flags)) = self.table.scope(id).symbols.at(i) else { break };
            let binding = self.name(id, name, flags, outer, &mut local, class)?;
            bindings.append(name, binding);
        }
        let bound = inner.bound.get_or_insert_default();
        if is_class {
            add(bound, self.table.known.class);
            add(bound, self.table.known.classdict);
        } else {
            if function_like {
                *bound = Rc::new(local);
            }
            match &outer.bound {
                Some(outer) if bound.is_empty() => *bound = outer.clone(),
                Some(outer) if !outer.is_empty() => Rc::make_mut(bound).extend(outer),
                _ => {}
            }
            inner.global = outer.global.clone();
        }
        inner.type_params = std::mem::take(&mut outer.type_params);
        let mut inlined_cells = NameSet::default();
        self.children(id, class, &mut inner, &mut bindings, &mut inlined_cells)?;
        let mut free = inner.free;
        if function_like {
            make_cells(&mut bindings, &mut free, &inlined_cells, self.interner);
        } else if is_class {
            let known = self.table.known;
            let scope = self.table.scope_mut(id);
            scope.needs_class_closure |= free.remove(known.class, self.interner);
            scope.needs_classdict |= free.remove(known.classdict, self.interner);
        }
        self.record(id, &bindings, outer.bound.as_deref(), &free, &inlined_cells);
        outer.free.merge(&free);
        Ok(())
    }

    fn children<F: FreeNames>(
        &mut self,
        id: ScopeId,
        class: Option<ScopeId>,
        inner: &mut Outer<F>,
        bindings: &mut NameMap<Binding>,
        inlined_cells: &mut NameSet,
    ) -> Result {
        let children = self.table.scope(id).children.clone();
        let is_class = self.table.scope(id).kind == ScopeKind::Class;
        let mut any_inlined = false;
        for &child_id in &children {
            let child = self.table.scope(child_id);
            let child_class = match child.sees_class_scope {
                true if is_class => Some(id),
                true => class,
                false => None,
            };
            // Comprehensions in annotation scopes of a class stay functions.
            let inline =
                child.comprehension.is_some() && !child.generator && !self.table.scope(id).sees_class_scope;
            let mut outer = inner.clone();
            self.block(child_id, &mut outer, child_class)?;
            let mut child_free = outer.free;
            if inline {
                self.inline(id, child_id, bindings, &mut child_free, inlined_cells);
                self.table.scope_mut(child_id).inlined = true;
                any_inlined = true;
            }
            inner.free.merge(&child_free);
            let child = self.table.scope(child_id);
            if child.has_free || child.child_has_free {
                self.table.scope_mut(id).child_has_free = true;
            }
        }
        if any_inlined {
            // Blocks inside an inlined comprehension become this block's children.
            let mut spliced = Vec::with_capacity(children.len());
            for child in children {
                match self.table.scope(child).inlined {
                    true => spliced.extend_from_slice(&self.table.scope(child).children),
                    false => spliced.push(child),
                }
            }
            self.table.scope_mut(id).children = spliced;
        }
        Ok(())
    }

    /// Where one name of a block lives, cells apart.
    fn name<F: FreeNames>(
        &mut self,
        id: ScopeId,
        name: Name,
        flags: u32,
        outer: &mut Outer<F>,
        local: &mut NameSet,
        class: Option<ScopeId>,
    ) -> Result<Binding> {
        if flags & def::GLOBAL != 0 {
            if flags & def::NONLOCAL != 0 {
                return self.error(id, name, |n| format!("name '{n}' is nonlocal and global"));
            }
            add(&mut outer.global, name);
            if let Some(bound) = &mut outer.bound {
                remove(bound, name);
            }
            return Ok(Binding::GlobalExplicit);
        }
        if flags & def::NONLOCAL != 0 {
            let Some(bound) = &outer.bound else {
                return self.error(id, name, |_| "nonlocal declaration not allowed at module level".into());
            };
            if !bound.contains(name) {
                return self.error(id, name, |n| format!("no binding for nonlocal '{n}' found"));
            }
            if outer.type_params.contains(name) {
                return self
                    .error(id, name, |n| format!("nonlocal binding not allowed for type parameter '{n}'"));
            }
            self.table.scope_mut(id).has_free = true;
            outer.free.add(name, self.interner);
            return Ok(Binding::Free);
        }
        if flags & def::BOUND != 0 {
            local.add(name);
            remove(&mut outer.global, name);
            if flags & def::TYPE_PARAM != 0 {
                add(&mut outer.type_params, name);
            } else {
                remove(&mut outer.type_params, name);
            }
            return Ok(Binding::Local);
        }
        // An annotation scope in a class: the class's names win over those of functions around it.
        if let Some(class) = class {
            let class_flags = self.table.scope(class).flags(name);
            if class_flags & def::GLOBAL != 0 {
                return Ok(Binding::GlobalExplicit);
            }
            if class_flags & def::BOUND != 0 && class_flags & def::NONLOCAL == 0 {
                return Ok(Binding::GlobalImplicit);
            }
        }
        if outer.bound.as_ref().is_some_and(|bound| bound.contains(name)) {
            self.table.scope_mut(id).has_free = true;
            outer.free.add(name, self.interner);
            return Ok(Binding::Free);
        }
        if !outer.global.contains(name) && self.table.scope(id).nested {
            self.table.scope_mut(id).has_free = true;
        }
        Ok(Binding::GlobalImplicit)
    }

    /// An error at the `global` or `nonlocal` statement that names `name`.
    fn error<T>(&self, id: ScopeId, name: Name, message: impl FnOnce(&str) -> String) -> Result<T> {
        let scope = self.table.scope(id);
        let span = scope.directives.iter().find(|d| d.0 == name).map_or(scope.span, |d| d.1);
        Err(Box::new(Diagnostic::syntax(message(self.interner.text(name)), span)))
    }

    /// Merges the names of an inlined comprehension into the block around it (PEP 709).
    fn inline(
        &mut self,
        id: ScopeId,
        comp: ScopeId,
        bindings: &mut NameMap<Binding>,
        comp_free: &mut impl FreeNames,
        inlined_cells: &mut NameSet,
    ) {
        let class_name = self.table.known.class;
        let in_class = self.table.scope(id).kind == ScopeKind::Class;
        let mut drop_class = false;
        for i in 0..self.table.scope(comp).symbols.len() {
            let Some((name, &all)) = self.table.scope(comp).symbols.at(i) else { break };
            if all & def::PARAM != 0 {
                continue;
            }
            let mut binding = Binding::of(all);
            let flags = all & ((1 << def::SCOPE_OFFSET) - 1);
            if binding == Binding::Cell || flags & def::COMP_CELL != 0 {
                inlined_cells.add(name);
            }
            let existing = self.table.scope(id).symbols.get(name).copied();
            // `__class__` is never free through a class.
            if binding == Binding::Free && in_class && name == class_name {
                binding = Binding::GlobalImplicit;
                comp_free.remove(name, self.interner);
                drop_class = true;
            }
            match existing {
                None => {
                    self.table.scope_mut(id).symbols.insert(name, flags);
                    bindings.insert(name, binding);
                }
                // A local of this block that the comprehension sees as free is now simply local,
                // unless a function inside the comprehension needs the cell.
                Some(existing) if existing & def::BOUND != 0 && !in_class => {
                    let free_below = self
                        .table
                        .scope(comp)
                        .children
                        .iter()
                        .any(|&c| self.table.scope(c).binding(name) == Binding::Free);
                    if !free_below {
                        comp_free.remove(name, self.interner);
                    }
                }
                Some(_) => {}
            }
        }
        let comp = self.table.scope_mut(comp);
        comp.has_free = !comp_free.is_empty();
        if drop_class {
            comp.symbols.remove(class_name);
        }
    }

    /// Writes the bindings into the block's symbols and passes free names on.
    fn record(
        &mut self,
        id: ScopeId,
        bindings: &NameMap<Binding>,
        bound: Option<&NameSet>,
        free: &impl FreeNames,
        inlined_cells: &NameSet,
    ) {
        let scope = self.table.scope_mut(id);
        let passes_by = scope.kind == ScopeKind::Class || scope.sees_class_scope;
        for i in 0..scope.symbols.len() {
            let Some((name, &flags)) = scope.symbols.at(i) else { break };
            let cell = if inlined_cells.contains(name) { def::COMP_CELL } else { 0 };
            // Both have the names in the same order.
            let binding = bindings.at(i).map_or(Binding::Unknown, |(_, &binding)| binding);
            scope.symbols.set_at(i, flags | cell | (binding as u32) << def::SCOPE_OFFSET);
        }
        for name in free.names() {
            match scope.symbols.get_mut(name) {
                // A method's free name that is also a name of the class itself.
                Some(flags) if passes_by => *flags |= def::FREE_CLASS,
                Some(_) => {}
                None if bound.is_some_and(|bound| !bound.contains(name)) => {}
                None => {
                    scope.symbols.insert(name, (Binding::Free as u32) << def::SCOPE_OFFSET);
                }
            }
        }
    }
}

/// Locals that inner blocks use as free names become cells.
fn make_cells(
    bindings: &mut NameMap<Binding>,
    free: &mut impl FreeNames,
    inlined_cells: &NameSet,
    interner: &Interner,
) {
    if free.is_empty() && inlined_cells.is_empty() {
        return;
    }
    for i in 0..bindings.len() {
        let Some((name, &binding)) = bindings.at(i) else { break };
        if binding == Binding::Local && (free.contains(name, interner) || inlined_cells.contains(name)) {
            bindings.set_at(i, Binding::Cell);
            free.remove(name, interner);
        }
    }
}

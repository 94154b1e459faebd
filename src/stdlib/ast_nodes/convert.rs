//! Trees as Python objects of the classes of `_ast`, and back.

use super::{NODES, names};
use crate::constant::Constant;
use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, module_types};
use crate::types::code_build;
use crate::vm::tree::{Tree, TreeNode};
use crate::vm::{Res, Vm};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// A class of nodes: its base, its fields and attributes, each with its mark.
struct NodeClass {
    base: &'static str,
    fields: Vec<(&'static str, char)>,
}

static CLASSES: LazyLock<FxHashMap<&'static str, NodeClass>> = LazyLock::new(|| {
    let row = |line: &'static str| {
        let mut parts = line.split(' ');
        let mut next = || parts.next().unwrap_or("-");
        let (name, base, fields) = (next(), next(), next());
        (name, NodeClass { base, fields: names(fields).collect() })
    };
    NODES.lines().map(row).collect()
});
/// Sorts of nodes that have a place.
const PLACED: [&str; 9] =
    ["stmt", "expr", "excepthandler", "arg", "keyword", "alias", "pattern", "type_param", "match_case"];
const PLACE: [&str; 4] = ["lineno", "col_offset", "end_lineno", "end_col_offset"];
/// Trees of programs may nest so deep.
const DEEPEST: usize = 6_000;

/// Makes Python objects of a tree.
pub struct Maker {
    module: ObjId,
    /// Nodes without fields exist once.
    words: FxHashMap<String, ObjId>,
    classes: FxHashMap<String, ObjId>,
}

impl Maker {
    /// The object of a tree.
    pub fn run(vm: &mut Vm, tree: &Tree) -> Res {
        let module = vm.native_module("_ast")?;
        let mut maker =
            Maker { module: module.id(), words: FxHashMap::default(), classes: FxHashMap::default() };
        let result = maker.make(vm, tree);
        maker.words.into_values().chain(maker.classes.into_values()).for_each(|id| vm.decref(id));
        vm.release(module);
        result
    }
    fn class(&mut self, vm: &mut Vm, kind: &str) -> Res<ObjId> {
        if let Some(&class) = self.classes.get(kind) {
            return Ok(class);
        }
        let class = vm.get_attr_str(self.module, kind)?.into_id();
        self.classes.insert(kind.to_string(), class);
        Ok(class)
    }
    fn make(&mut self, vm: &mut Vm, tree: &Tree) -> Res {
        match tree {
            Tree::Empty | Tree::Other(_) => Ok(vm.none()),
            Tree::Value(constant) => Ok(vm.new_constant(constant)),
            Tree::List(items) => {
                let mut objects = Vec::with_capacity(items.len());
                for item in items {
                    match self.make(vm, item) {
                        Ok(object) => objects.push(object.into_id()),
                        Err(e) => {
                            vm.decref_all(objects);
                            return Err(e);
                        }
                    }
                }
                Ok(vm.new_list(objects))
            }
            Tree::Node(node) => self.node(vm, node),
        }
    }
    fn node(&mut self, vm: &mut Vm, node: &TreeNode) -> Res {
        let is_word = node.fields.is_empty() && node.place.is_none();
        if let Some(&word) = self.words.get(&node.kind).filter(|_| is_word) {
            return Ok(vm.own(word));
        }
        let class = self.class(vm, &node.kind)?;
        let object = vm.new_plain_instance(class);
        if let Err(e) = self.fill(vm, object.id(), node) {
            vm.release(object);
            return Err(e);
        }
        if is_word {
            vm.own_also(&object);
            self.words.insert(node.kind.clone(), object.id());
        }
        Ok(object)
    }
    fn fill(&mut self, vm: &mut Vm, object: ObjId, node: &TreeNode) -> Res<()> {
        for (name, tree) in &node.fields {
            let value = match (node.kind.as_str(), *name, tree) {
                // The compiler only knows whether there is a prefix.
                ("Constant", "kind", Tree::Value(Constant::Int(1))) => Owned::new(vm.intern("u")),
                ("Constant", "kind", _) => vm.none(),
                _ => self.make(vm, tree)?,
            };
            put(vm, object, name, value)?;
        }
        for (name, number) in PLACE.iter().zip(node.place.into_iter().flatten()) {
            let number = vm.new_int(number.into());
            put(vm, object, name, number)?;
        }
        Ok(())
    }
}
fn put(vm: &mut Vm, object: ObjId, name: &str, value: Owned) -> Res<()> {
    let name = vm.intern(name);
    let stored = vm.set_attr(object, name, Some(value.id()));
    vm.release(value);
    stored
}

/// Is it a node of a tree?
pub fn is_node(vm: &Vm, object: ObjId) -> bool {
    vm.state.heap.is_live(module_types::AST) && vm.is_instance(object, module_types::AST)
}
/// The class of nodes that an object is of: the first in its MRO that is known.
fn kind_of(vm: &Vm, object: ObjId) -> Option<&'static str> {
    let mro = vm.type_obj(vm.type_of(object)).mro;
    let known = |&class: &ObjId| CLASSES.get_key_value(&*vm.type_name(class)).map(|(name, _)| *name);
    vm.tuple_items(mro).iter().find_map(known)
}

/// The tree of an object.
pub fn tree(vm: &mut Vm, object: ObjId, depth: usize) -> Res<Tree> {
    if depth > DEEPEST {
        return Err(vm.recursion_error(" during ast construction"));
    }
    if object == ids::NONE {
        return Ok(Tree::Empty);
    }
    if let Some(items) = vm.as_list(object).cloned() {
        let mut trees = Vec::with_capacity(items.len());
        for (i, item) in items.into_iter().enumerate() {
            vm.poll_round(i)?;
            let held = vm.own(item);
            let made = tree(vm, item, depth + 1);
            vm.release(held);
            trees.push(made?);
        }
        return Ok(Tree::List(trees));
    }
    if is_node(vm, object)
        && let Some(kind) = kind_of(vm, object)
    {
        return node(vm, object, kind, depth);
    }
    Ok(match code_build::value(vm, object, 0) {
        Some(constant) => Tree::Value(constant),
        None => Tree::Other(vm.repr_text(object)?),
    })
}
fn node(vm: &mut Vm, object: ObjId, kind: &'static str, depth: usize) -> Res<Tree> {
    let class = &CLASSES[kind];
    let mut fields = Vec::with_capacity(class.fields.len());
    for &(name, mark) in &class.fields {
        let Some(value) = attribute(vm, object, name)? else {
            if mark == ' ' {
                return Err(missing(vm, name, kind));
            }
            if mark == '!' {
                let load =
                    TreeNode { kind: "Load".into(), fields: Vec::new(), place: None, shown: String::new() };
                fields.push((name, Tree::Node(Box::new(load))));
            }
            continue;
        };
        let is_list = vm.as_list(value.id()).is_some();
        if mark == '*' && !is_list {
            let class = vm.class_name(value.id());
            vm.release(value);
            return Err(vm.type_error(format!("{kind} field \"{name}\" must be a list, not a {class}")));
        }
        let tree = if (kind, name) == ("Constant", "kind") {
            Ok(Tree::Value(Constant::Int(i64::from(value.id() != ids::NONE))))
        } else if (kind, name) == ("Constant", "value") {
            constant(vm, value.id())
        } else {
            tree(vm, value.id(), depth + 1)
        };
        vm.release(value);
        fields.push((name, tree?));
    }
    let sort = if class.base == "AST" { kind } else { class.base };
    let place =
        if PLACED.contains(&sort) && sort != "match_case" { Some(place(vm, object, sort)?) } else { None };
    let at = vm.address_text(object);
    let shown = format!("<ast.{kind} object at {at}>");
    Ok(Tree::Node(Box::new(TreeNode { kind: kind.to_string(), fields, place, shown })))
}
/// What a `Constant` holds must be a constant.
fn constant(vm: &mut Vm, value: ObjId) -> Res<Tree> {
    match code_build::value(vm, value, 0) {
        Some(constant) => Ok(Tree::Value(constant)),
        None => {
            let class = vm.class_name(value);
            Err(vm.type_error(format!("got an invalid type in Constant: {class}")))
        }
    }
}
fn attribute(vm: &mut Vm, object: ObjId, name: &str) -> Res<Option<Owned>> {
    let name = vm.intern(name);
    vm.get_attr_optional(object, name)
}
fn missing(vm: &mut Vm, name: &str, kind: &str) -> crate::vm::Unwind {
    vm.type_error(format!("required field \"{name}\" missing from {kind}"))
}
fn place(vm: &mut Vm, object: ObjId, sort: &str) -> Res<[i32; 4]> {
    let mut place = [0; 4];
    for (i, name) in PLACE.into_iter().enumerate() {
        let value = attribute(vm, object, name)?;
        let number = match &value {
            Some(value) if value.id() != ids::NONE => {
                let number = vm.as_index(value.id());
                Some(number)
            }
            _ => None,
        };
        vm.release_opt(value);
        place[i] = match number {
            Some(number) => number? as i32,
            None if i < 2 => return Err(missing(vm, name, sort)),
            None => place[i - 2],
        };
    }
    Ok(place)
}

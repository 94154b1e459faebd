fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let status = match args.first().map(String::as_str) {
        Some("run") => pvmscope::run::run(args[1..].to_vec()),
        Some("trace") => pvmscope::run::trace(args[1..].to_vec(), Default::default()),
        _ => 2,
    };
    std::process::exit(status);
}

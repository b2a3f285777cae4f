import ArgumentParser

struct SettingsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "settings",
    abstract: "Print every setting with its option, variable and default, as docs/settings.md has them.")

  func run() throws {
    print(Self.text)
  }

  static var text: String {
    let serve = KnownOptions.commands.first { $0.words == "serve" }
    let known = Set(serve?.command.options.compactMap(\.option) ?? [])
    let others = KnownOptions.commands.compactMap { words, command -> String? in
      let own = command.options.filter { !known.contains($0.option ?? "") }
      return own.isEmpty ? nil : "### `tallybook \(words)`\n\n" + table(own)
    }
    return """
      # Settings

      Made by `tallybook settings`; do not edit. A test holds it to the program.

      Every option of every command is also an environment variable: `--csv-bom` is `TALLYBOOK_CSV_BOM`, and so on. An option that is
      given wins. A flag is set by `true` and left out by `false`. `tallybook check` names variables that are no setting.

      ## The platform and the server

      Options of `tallybook serve`. Other commands take those that concern them: `--store` all of them.

      \(table(serve?.command.options ?? []))

      ## Secrets

      By variable alone, or in a file that an option names: options are seen by everybody on the machine. So is the password in the address
      of a store on PostgreSQL: leave it out there, and use libpq's own `PGPASSFILE` or `PGPASSWORD`.

      | variable | meaning |
      |---|---|
      \(Environment.secrets.map { "| `\($0.name)` | \($0.help) |" }.joined(separator: "\n"))

      ## Options of other commands

      \(others.joined(separator: "\n\n"))
      """
  }

  private static func table(_ options: [KnownOptions.Argument]) -> String {
    (["| option | variable | meaning | default |", "|---|---|---|---|"] + options.map(row)).joined(separator: "\n")
  }

  private static func row(_ argument: KnownOptions.Argument) -> String {
    let meaning = (argument.abstract ?? "").replacing(" [\(argument.variable)]", with: "").replacing("|", with: "\\|")
    let value = argument.kind == "flag" ? "`false`" : argument.defaultValue.map { "`\($0)`" } ?? "–"
    return "| `--\(argument.option ?? "")` | `\(argument.variable)` | \(meaning) | \(value) |"
  }
}

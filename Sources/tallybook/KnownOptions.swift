import ArgumentParser
import Foundation

/// Every option of every command, from ArgumentParser (`--experimental-dump-help`): the single source of `--help`, the
/// variables and docs/settings.md.
enum KnownOptions {
  struct Command: Decodable {
    let commandName: String
    let abstract: String?
    let subcommands: [Command]?
    let defaultSubcommand: String?
    let arguments: [Argument]?

    var options: [Argument] { (arguments ?? []).filter { $0.option != nil } }

    /// Describing one command takes a small part of the time that all of them take.
    init(of type: any ParsableCommand.Type) {
      guard let dump = try? JSONDecoder().decode(Dump.self, from: Data(type._dumpHelp().utf8)) else {
        preconditionFailure("ArgumentParser describes its commands in another format")
      }
      self = dump.command
    }
  }

  struct Argument: Decodable {
    struct Name: Decodable {
      let kind: String
      let name: String
    }

    let kind: String
    let names: [Name]?
    let abstract: String?
    let defaultValue: String?

    /// `csv-bom` of `--csv-bom`.
    var option: String? {
      guard kind != "positional", let name = longNames.first, !["help", "version"].contains(name) else { return nil }
      return name
    }

    /// The first one names the variable, so that commands can give an option of the same name another meaning.
    var longNames: [String] { (names ?? []).filter { $0.kind == "long" }.map(\.name) }

    /// `TALLYBOOK_CSV_BOM`.
    var variable: String { "TALLYBOOK_" + (option ?? "").uppercased().replacing("-", with: "_") }
  }

  private struct Dump: Decodable { let command: Command }

  /// All commands without subcommands, by their full names, except `help`.
  static let commands: [(words: String, command: Command)] = leaves(Command(of: Tallybook.self), "")

  static var variables: [String] { Set(commands.flatMap { $0.command.options.map(\.variable) }).sorted() }

  private static func leaves(_ command: Command, _ words: String) -> [(words: String, command: Command)] {
    guard let subcommands = command.subcommands?.filter({ $0.commandName != "help" }), !subcommands.isEmpty else {
      return [(words, command)]
    }
    return subcommands.flatMap { leaves($0, words.isEmpty ? $0.commandName : "\(words) \($0.commandName)") }
  }
}

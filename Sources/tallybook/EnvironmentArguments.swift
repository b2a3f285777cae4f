import ArgumentParser
import Foundation

/// Turns environment variables into options: `TALLYBOOK_PORT=81` is `--port 81`, unless `--port` is given.
enum EnvironmentArguments {
  /// - Returns: the arguments, followed by those from the environment.
  static func added(
    to arguments: [String], _ environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws -> [String] {
    var type: any ParsableCommand.Type = Tallybook.self
    var rest = arguments[...]
    while let name = rest.first, let next = type.configuration.subcommands.first(where: { $0._commandName == name }) {
      type = next
      rest = rest.dropFirst()
    }
    type = type.configuration.defaultSubcommand ?? type
    // `help serve` and `serve --help` need none.
    if rest.first == "help" || rest.contains("--help") || rest.contains("-h") { return arguments }
    let end = rest.firstIndex(of: "--") ?? rest.endIndex
    var added: [String] = []
    for argument in KnownOptions.Command(of: type).arguments ?? [] {
      let variable = argument.variable
      guard let option = argument.option, let value = environment[variable], !value.isEmpty,
        !argument.longNames.contains(where: { isGiven($0, in: rest[..<end]) })
      else { continue }
      added += try words(option, variable, value, isFlag: argument.kind == "flag")
    }
    return Array(arguments[..<end]) + added + Array(arguments[end...])
  }

  private static func isGiven(_ option: String, in arguments: ArraySlice<String>) -> Bool {
    arguments.contains { $0 == "--\(option)" || $0.hasPrefix("--\(option)=") }
  }

  private static func words(_ option: String, _ variable: String, _ value: String, isFlag: Bool) throws -> [String] {
    guard isFlag else { return ["--\(option)=\(value)"] }
    guard let isOn = Bool(value) else { throw ValidationError("\(variable) \(value) is not true or false.") }
    return isOn ? ["--\(option)"] : []
  }
}

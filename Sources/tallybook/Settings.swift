import ArgumentParser
import Foundation

/// Where the store is. Every command takes it.
struct StoreOptions: ParsableArguments {
  @Option(help: "The store: a file path or sqlite:PATH. [TALLYBOOK_STORE]")
  var store = Environment.text("TALLYBOOK_STORE") ?? "tallybook.sqlite"

  @Option(help: "The instant that counts as now, RFC 3339; for trying out and for reproducing. [TALLYBOOK_NOW]")
  var now: String?
}

/// The settings that come by environment.
enum Environment {
  static func text(_ name: String) -> String? {
    let value = ProcessInfo.processInfo.environment[name]
    return value?.isEmpty == true ? nil : value
  }
}

import ArgumentParser
import DatabaseAccess
import Import
import Statistics

struct RebuildCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rebuild",
    abstract: "Recompute every stored derived value from the records and store it.",
    discussion: """
      serve and import do this by themselves if another version of Tallybook computed the values. It can be interrupted \
      and repeated. Stop the server first, or its writers may wait too long. `tallybook verify` shows whether it is necessary.
      """)

  @OptionGroup var options: StoreOptions

  func run() async throws {
    let users = try await Self.rebuild(try await options.store.open())
    print("Recomputed the standings of \(users) users.")
  }

  static func rebuild(_ database: any SQLDatabase) async throws -> Int {
    let meter = ProgressMeter(total: 0)
    meter.phase("standings of the users")
    defer { meter.clear() }
    return try await Rebuild.run(database) { meter.done(users: $0) }
  }

  /// Rebuilds the standings of a store that follow another version's definitions, and says so.
  static func rebuildIfOutdated(_ database: any SQLDatabase) async throws {
    if try await database.read({ try StandingsVersion.isCurrent($0) }) { return }
    print("Another version of Tallybook computed the standings of this store; recomputing them.")
    print("Recomputed the standings of \(try await rebuild(database)) users.")
  }
}

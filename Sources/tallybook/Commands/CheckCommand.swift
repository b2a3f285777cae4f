import ArgumentParser
import DatabaseAccess
import SingleSignOn

struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check the settings and the store, and say what is wrong.")

  @OptionGroup var options: StoreOptions
  @OptionGroup var platform: PlatformOptions
  @OptionGroup var singleSignOn: SingleSignOnOptions

  func run() async throws {
    _ = try platform.site(now: try options.clock())
    print("Settings: good (time zone \(platform.timeZone), dates \(platform.dateStyle)).")
    let database = try await options.open()
    let counts = try await database.read { session in
      try ["users", "groups", "courses", "attempts"].map {
        (name: $0, count: try session.number("SELECT count(*) FROM \(raw: $0)"))
      }
    }
    print("Store \(options.store): good (" + counts.map { "\($0.count) \($0.name)" }.joined(separator: ", ") + ").")
    try await checkSingleSignOn()
    let passwords = try await database.read { try $0.number("SELECT count(*) FROM passwords") }
    if passwords == 0 { print("Nobody can sign in yet: set a first password with `tallybook user password EMAIL`.") }
  }

  private func checkSingleSignOn() async throws {
    guard let settings = try singleSignOn.settings() else { return }
    do {
      _ = try await IdentityProvider(settings).discover(now: StoreOptions.machineClock())
    } catch let error as SingleSignOnError {
      Failing.exit(.unavailable, "Single sign-on: \(error)")
    }
    let unknown = settings.provisions ? "become users" : "are refused"
    print("Single sign-on at \(settings.issuer): good (the provider answers; people who are unknown \(unknown)).")
  }
}

import Access
import ArgumentParser
import DatabaseAccess
import Foundation
import Jobs

struct UserCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "user", abstract: "Manage how users sign in.", subcommands: [SetPassword.self])

  struct SetPassword: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "password",
      abstract: "Set a user's password, from a prompt or standard input, and end their sessions and tokens.")

    @OptionGroup var options: StoreOptions
    @Argument(help: "The user's e-mail address.") var email: String

    func run() async throws {
      let database = try await options.open()
      guard let viewer = try await database.read({ [email] in try Viewer(email: email, $0) }) else {
        Failing.exit(.noUser, "There is no user with the address \(email) who is not deleted.")
      }
      let password = Self.readPassword()
      let owner = PasswordOwner(firstName: viewer.firstName, lastName: viewer.lastName, email: viewer.email)
      if let fault = await Password.fault(password, again: password, of: owner) {
        Failing.exit(.dataError, "\(Self.words(fault)) Nothing was changed.")
      }
      let hash = await Password.hash(password)
      let now = StoreOptions.machineClock()
      try await database.write { session in
        // The letter waits for a server that sends mail; after a week it is no news any more.
        if try SignIn.hasPassword(viewer.key, session) { try Notice.add(.password, to: viewer.key, now: now, session) }
        try SignIn.setPassword(hash: hash, user: viewer.key, now: now, session)
        try Audit.note("password.set", by: nil, subject: viewer.key, filters: "way=command", at: now, session)
      }
      print("\(viewer.email) can sign in with the new password.")
    }

    private static func words(_ fault: Password.Fault) -> String {
      switch fault {
      case .short: "A password needs at least \(Password.minimumLength) characters."
      case .long: "A password has at most \(Password.maximumLength) bytes."
      case .differs: "The two passwords differ."
      case .common: "This password is easy to guess: many people use it or one like it. Use several unrelated words."
      case .own: "This password is easy to guess: it is made of the user's own name or address."
      }
    }

    /// Not an argument: those are seen by everybody on the machine.
    private static func readPassword() -> String {
      guard isatty(FileHandle.standardInput.fileDescriptor) == 1 else { return readLine() ?? "" }
      guard let typed = getpass("Password: ") else { return "" }
      return String(cString: typed)
    }
  }
}

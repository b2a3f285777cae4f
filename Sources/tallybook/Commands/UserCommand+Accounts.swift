import Accounts
import ArgumentParser
import DatabaseAccess
import Records
import Store

extension UserCommand {
  struct Create: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Create a user without groups and roles.",
      discussion: "Give the user groups and roles on the user's page, or by importing memberships.")

    @OptionGroup var options: StoreOptions
    @Option(help: "First name; derived from the address by default.") var firstName: String?
    @Option(help: "Last name; derived from the address by default.") var lastName: String?
    @Argument(help: "The user's email address.") var email: String

    func run() async throws {
      let name = PersonName(first: firstName, last: lastName, address: email, fallback: "User")
      let now = StoreOptions.machineClock()
      let user = try await options.change { [email] in try UserAccount.create(email, name, now: now, $0) }
      print("Created the user \(user.email) (id \(user.id)).")
      print("Next: tallybook user password \(user.email.shellQuoted)\(options.asArgument)")
    }
  }

  struct Delete: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Delete a user: memberships, sessions, tokens and links end; the user's statistics are kept.",
      discussion: """
        `tallybook user restore` undoes it, except for memberships, roles, managers and the auto-deletion date; sessions, \
        tokens and links stay revoked.
        """)

    @OptionGroup var options: StoreOptions
    @Argument(help: "The user's email address or id.") var user: String

    func run() async throws {
      let now = StoreOptions.machineClock()
      let account = try await options.edit(user, isDeleted: false) { try $0.delete(now: now, $1) }
      print("Deleted the user \(account.email) (id \(account.id)).")
    }
  }

  struct Restore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Restore a deleted user, without memberships, roles, managers and the auto-deletion date.")

    @OptionGroup var options: StoreOptions
    @Argument(help: "The user's email address or id.") var user: String

    func run() async throws {
      let now = StoreOptions.machineClock()
      let account = try await options.edit(user, isDeleted: true) { try $0.restore(now: now, $1) }
      print("Restored the user \(account.email) (id \(account.id)).")
    }
  }
}

extension StoreOptions {
  /// Changes the only user with this address or id; exits if there is none, or if there are several.
  fileprivate func edit(
    _ name: String, isDeleted: Bool, _ body: @escaping @Sendable (UserAccount, any SQLSession) throws -> Void
  ) async throws -> UserAccount {
    let found = try await change { session in
      let found = try UserAccount.all(name, session).filter { $0.isDeleted == isDeleted }
      if found.count == 1 { try body(found[0], session) }
      return found
    }
    let state = isDeleted ? "deleted" : "current"
    if found.count > 1 {
      let ids = found.map(\.id).joined(separator: ", ")
      ExitError.exit(.dataError, "Several \(state) users are named \(name). Give one of their ids: \(ids).")
    }
    guard let account = found.first else { ExitError.exit(.noUser, "No \(state) user has the address or id \(name).") }
    return account
  }

  /// Writes; exits with the reasons if the records are invalid.
  fileprivate func change<T: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> T) async throws -> T {
    let faults: [FieldError]
    do { return try await store.open().write(body) } catch let fault as FieldError {
      faults = [fault]
    } catch let errors as ValidationErrors {
      faults = errors.first.map(\.fault)
    }
    let reasons = faults.map { fault in
      fault.field == "role"
        ? "This user is the owner. Name another one first: tallybook user owner ADDRESS --replace."
        : "\(fault.field) “\(fault.value)” \(fault.reason)."
    }
    ExitError.exit(.dataError, (reasons + ["Nothing was changed."]).joined(separator: "\n"))
  }
}

import Access
import Accounts
import ArgumentParser
import DatabaseAccess
import Foundation
import Records
import Store

extension UserCommand {
  struct NameOwner: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "owner",
      abstract: "Name the owner of the platform, who sees everybody: an existing user, or a first one.",
      discussion: """
        In a store without users, this creates a user with this address, and the platform group if it is missing. If you \
        have records of users, groups or memberships, import them first and name one of those users.

        A platform has one owner. --replace names another one; the former owner remains a user.
        """)

    @OptionGroup var options: StoreOptions
    @Option(help: "First name of a new user; derived from the address by default.") var firstName: String?
    @Option(help: "Last name of a new user; derived from the address by default.") var lastName: String?
    @Flag(help: "Create a user with this address even if there are other users. [TALLYBOOK_NEW]") var new = false
    @Flag(help: "Replace the current owner. [TALLYBOOK_REPLACE]") var replace = false
    @Flag(help: "Read the owner's password from a line of standard input. [TALLYBOOK_PASSWORD_STDIN]")
    var passwordStdin = false
    @Argument(help: "The owner's email address.") var email: String

    func run() async throws {
      let now = StoreOptions.machineClock()
      var ownership = Ownership(email: email, now: now)
      ownership.firstName = firstName
      ownership.lastName = lastName
      ownership.makesUser = new
      ownership.replaces = replace
      let password = passwordStdin ? NewPassword.read() : nil
      await password?.check(ownership.person)
      let database = try await options.store.open(isNew: true)
      if let viewer = try await database.read({ [email] in try Viewer(email: email, $0) }) {
        await password?.check(
          PasswordOwner(firstName: viewer.firstName, lastName: viewer.lastName, email: viewer.email))
      }
      let hash = await password?.hash()
      let naming = ownership
      do {
        let (outcome, hasPassword) = try await database.write { session in
          let outcome = try naming.name(session)
          if let hash { try NewPassword.set(hash, of: outcome.key, now: now, session) }
          return (outcome, try SignIn.hasPassword(outcome.key, session))
        }
        report(outcome, hasPassword: hasPassword)
      } catch let refusal as Ownership.Refusal { refuse(refusal) } catch let faults as ValidationErrors {
        ExitError.exit(.dataError, faults.first.map(\.fault.reason).joined(separator: "\n") + "\nNothing was changed.")
      }
    }

    private func report(_ outcome: Ownership.Outcome, hasPassword: Bool) {
      if outcome.madeGroup { print("Created the platform group.") }
      if outcome.isNew { print("Created the user \(email) (id \(outcome.id)).") }
      if let former = outcome.former { print("\(former) is no longer the owner.") }
      print("\(email) \(outcome.wasOwner ? "is the owner already" : "is the owner now") and sees everybody.")
      if hasPassword {
        print("Next: tallybook serve\(options.asArgument)")
      } else {
        print("Next: tallybook user password \(email.shellQuoted)\(options.asArgument)")
        print("Then: tallybook serve\(options.asArgument)")
      }
    }

    private func refuse(_ refusal: Ownership.Refusal) -> Never {
      switch refusal {
      case .owned(let owner):
        ExitError.exit(
          .dataError, "\(owner) is the owner. Add --replace to name \(email) instead. Nothing was changed.")
      case .unknown(let users):
        ExitError.exit(
          .noUser,
          "None of the \(users) users has the address \(email). Name one of them, or add --new to create one. Nothing was changed."
        )
      case .named:
        ExitError.exit(
          .dataError, "\(email) already has a name; change it on the user's page or by an import. Nothing was changed.")
      case .fault(let words): ExitError.exit(.dataError, "\(words) Nothing was changed.")
      }
    }
  }
}

import Access
import ArgumentParser
import Calendar
import Foundation
import Jobs
import Spreadsheets
import Support

/// Checks settings that no command validates: unknown variables, the clock, the public URL, the folder of files.
struct SettingsCheck {
  let options: StoreOptions
  let platform: PlatformOptions
  let address: AddressOptions
  let files: FilesOptions
  let hasMail: Bool
  let hasSingleSignOn: Bool

  func findings() throws -> [Finding] {
    variables() + [try clock(), passwords()] + reach(try address.url()) + [try folder()].compactMap { $0 }
  }

  private func variables() -> [Finding] {
    let known = KnownOptions.variables + Environment.secrets.map(\.name)
    return ProcessInfo.processInfo.environment.keys.sorted()
      .filter { $0.hasPrefix("TALLYBOOK_") && !known.contains($0) }
      .map { .note("\($0) is not a setting\(nearest($0, known))") }
  }

  private func nearest(_ name: String, _ known: [String]) -> String {
    closestMatch(to: name, in: known).map { "; did you mean \($0)?" } ?? "."
  }

  private func clock() throws -> Finding {
    let (now, machine) = (try options.clock()(), StoreOptions.machineClock())
    // This version was built later than that.
    guard machine > 1_767_225_600 else {
      return .problem(
        "Clock: this machine's time is \(Instant.text(machine)).", mend: "Set the clock, for example with NTP.")
    }
    let words = "Settings: good (time zone \(platform.timeZone), dates \(platform.dateStyle))"
    let time = try platform.style().instantText(seconds: machine)
    if now != machine, options.now != nil {
      return .note("\(words); statistics are computed as of \(Instant.text(now)).")
    }
    return .good("\(words); the platform's time is \(time).")
  }

  private func passwords() -> Finding {
    guard CommonPasswords.isReadable() else {
      return .problem(
        "Common passwords: the dictionary \(CommonPasswords.dictionary) cannot be read; new passwords are checked against a short list only.",
        mend: "Install cracklib-runtime, or run update-cracklib.")
    }
    return .good("Common passwords: the dictionary \(CommonPasswords.dictionary) is available.")
  }

  private func reach(_ url: String?) -> [Finding] {
    guard let url else {
      if hasSingleSignOn {
        return [
          .problem("Public address: not set, but single sign-on needs it.", mend: "Set --public-url https://….")
        ]
      }
      return hasMail ? [.note("Public address: not set; links in emails use the address the server listens on.")] : []
    }
    let isLocal = ["localhost", "127.0.0.1", "::1"].contains(URLComponents(string: url)?.host ?? "")
    if url.hasPrefix("http:"), !isLocal {
      return [
        .problem(
          "Public address: \(url) is not encrypted; passwords and statistics can be intercepted.",
          mend: "Put a proxy with HTTPS in front of the server, and set --public-url https://… and --https.")
      ]
    }
    if url.hasPrefix("https:"), !address.https {
      return [
        .problem(
          "Public address: \(url), but cookies are not limited to HTTPS.", mend: "Set --https (TALLYBOOK_HTTPS=true).")
      ]
    }
    return [.good("Public address: \(url).")]
  }

  private func folder() throws -> Finding? {
    let folder = files.folder(options)
    // The folder is created with the first file, so its parent must be writable.
    let isThere = FileManager.default.fileExists(atPath: folder.path)
    let place = isThere ? folder : folder.deletingLastPathComponent()
    guard access(place.path, W_OK | X_OK) == 0 else {
      return .problem(
        "Folder of files, \(folder.path): not writable.", mend: "Grant the server's user write access, or set --files.",
        .cannotCreate)
    }
    return StoreCheck.room(in: place, "of files") ?? .good("Folder of files, \(folder.path): writable.")
  }
}

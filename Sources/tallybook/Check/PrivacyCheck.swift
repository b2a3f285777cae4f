import Foundation
import Store
import Support

/// Finds files with statistics or secrets that other users of this machine can read. New files are accessible only by
/// their owner; files of earlier versions, or copied by hand, may not be.
struct PrivacyCheck {
  let options: StoreOptions
  let files: URL
  /// Folders and files from settings: emails, passwords.
  let letters: String?
  let secrets: [String]

  func findings() -> [Finding] {
    let exposed = (storeFiles + secrets).filter { Self.mode($0) & 0o004 != 0 }
    let folders = [files.path, letters].compactMap { $0 }.filter(isExposed)
    let shared = storeFiles.filter { Self.mode($0) & 0o044 == 0o040 }
    var findings: [Finding] = []
    if !(exposed + folders).isEmpty {
      findings.append(
        .problem(
          "Others on this machine can read \((exposed + folders).joined(separator: ", ")).",
          mend: "`"
            + [Self.command("chmod o=", exposed), Self.command("chmod -R o=", folders)].compactMap { $0 }
            .joined(separator: " && ") + "`"))
    }
    if !shared.isEmpty {
      findings.append(
        .note(
          "The group can read \(shared.joined(separator: ", ")); if it should not: `\(Self.command("chmod g=", shared) ?? "")`."
        ))
    }
    return findings
  }

  private static func command(_ words: String, _ files: [String]) -> String? {
    files.isEmpty ? nil : "\(words) \(files.map(\.shellQuoted).joined(separator: " "))"
  }

  /// The store, its side files, an incomplete copy, and other databases next to it, such as backups.
  private var storeFiles: [String] {
    guard let file = options.store.file else { return [] }
    let store = StoreFiles(file)
    let known = store.present + store.partial.present
    let folder = URL(filePath: store.path).deletingLastPathComponent()
    let others = (try? Folder.names(in: folder.path)) ?? []
    let backups = others.sorted().prefix(10_000).map { folder.appending(path: $0).path }
      .filter { !known.contains($0) && Self.isDatabase($0) }
    return known + backups
  }

  private static func isDatabase(_ path: String) -> Bool {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      let handle = FileHandle(forReadingAtPath: path)
    else { return false }
    defer { try? handle.close() }
    return (try? handle.read(upToCount: 16)) == Data("SQLite format 3\u{0}".utf8)
  }

  private func isExposed(_ folder: String) -> Bool {
    if Self.mode(folder) & 0o005 != 0 { return true }
    let files = (try? Folder.names(in: folder)) ?? []
    return files.prefix(10_000).contains { Self.mode(folder + "/" + $0) & 0o004 != 0 }
  }

  /// 0 for a missing file.
  private static func mode(_ path: String) -> mode_t {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
  }
}

import DatabaseAccess
import Foundation
import SQLiteDatabase
import Store

/// A copy of a store's file that gets its name once it is complete on disk. Until then it is `NAME.part`, which the
/// next copy of that name removes, unless another program is still writing it.
struct StoreCopy {
  let source: String
  let target: StoreFiles

  /// - Parameters:
  ///   - edit: changes the copy before it gets its name.
  ///   - place: renames it to its final name.
  func make<T: Sendable>(
    _ edit: (String) async throws -> T, place: (_ partial: String) async throws -> Void
  ) async throws -> T {
    let partial = target.partial
    let lock = try claim(partial)
    defer { close(lock) }
    do { return try await make(partial.path, edit, place) } catch {
      partial.remove()
      throw error
    }
  }

  private func make<T: Sendable>(
    _ partial: String, _ edit: (String) async throws -> T, _ place: (String) async throws -> Void
  ) async throws -> T {
    try await SQLiteEngine.copy(source, to: partial)
    let result = try await edit(partial)
    try Self.sync(partial)
    try await place(partial)
    try? Self.sync(URL(filePath: target.path).deletingLastPathComponent().path)
    return result
  }

  /// Creates and locks the empty file of the copy. Removes one left behind by a terminated program.
  private func claim(_ partial: StoreFiles) throws -> Int32 {
    let left = open(partial.path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    if left >= 0 {
      defer { close(left) }
      guard flock(left, LOCK_EX | LOCK_NB) == 0 else { throw Self.busy(partial.path) }
      partial.remove()
    }
    for side in partial.sides { unlink(side) }
    let made = open(partial.path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard made >= 0 else {
      if errno == EEXIST { throw Self.busy(partial.path) }
      if StorageError.isFull(errno) { throw StorageError.system(errno, partial.path) }
      ExitError.exit(.cannotCreate, "\(partial.path) cannot be written: \(String(cString: strerror(errno))).")
    }
    guard flock(made, LOCK_EX | LOCK_NB) == 0 else { throw Self.busy(partial.path) }
    return made
  }

  private static func busy(_ path: String) -> StorageError {
    .busy("Another program is writing \(path). Wait until it has finished; if there is none, remove that file.")
  }

  /// Renames it; fails if a file of that name exists.
  static func rename(_ partial: String, to path: String) throws {
    if link(partial, path) == 0 {
      unlink(partial)
      return
    }
    // A file system without hard links: no file had this name a moment ago.
    if errno != EEXIST, !StoreFiles.exists(path), Foundation.rename(partial, path) == 0 { return }
    throw StorageError.system(errno, "\(path) cannot be written")
  }

  /// Links the previous store to a second name, then renames the copy over it: at any moment the store's name exists.
  /// - Returns: the second name.
  static func replace(_ target: StoreFiles, by partial: String) async throws -> String {
    try await SQLiteEngine.locking(target.path) {
      let names = [target.path + ".old"] + (2...99).map { "\(target.path).old-\($0)" }
      guard let name = names.first(where: { StoreFiles($0).present.isEmpty }) else {
        throw StorageError.unavailable("\(target.path).old and 98 more exist; remove some.")
      }
      guard link(target.path, name) == 0 else { throw StorageError.system(errno, "\(name) cannot be created") }
      guard Foundation.rename(partial, target.path) == 0 else {
        let number = errno
        unlink(name)
        throw StorageError.system(number, "\(target.path) cannot be written")
      }
      return name
    }
  }

  /// Changes a copy that nothing else uses yet.
  static func edit<T: Sendable>(
    _ partial: String, _ change: @escaping @Sendable (any SQLSession) throws -> T
  ) async throws -> T {
    try await SQLiteEngine.edit(partial, change)
  }

  private static func sync(_ path: String) throws {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw StorageError.system(errno, "\(path) cannot be read") }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw StorageError.system(errno, "\(path) cannot be written") }
  }
}

import Foundation

/// Finds the sample platform: a folder with `records/` and `expected/`.
package enum SampleFolder {
  /// The folder in the environment variable `TALLYBOOK_SAMPLE`, otherwise `Tests/Fixtures/sample` below the nearest
  /// folder above `file` that contains a `Package.swift`; symbolic links to the sources are followed. `nil` if neither
  /// exists.
  package static func path(walkingUpFrom file: String = #filePath) -> String? {
    if let named = ProcessInfo.processInfo.environment["TALLYBOOK_SAMPLE"], !named.isEmpty { return named }
    let places = [file, URL(fileURLWithPath: file).resolvingSymlinksInPath().path]
    return places.lazy.compactMap(sampleInPackage(above:)).first
  }

  private static func sampleInPackage(above file: String) -> String? {
    let files = FileManager.default
    var folder = URL(fileURLWithPath: file).deletingLastPathComponent()
    while folder.path != "/" {
      if files.fileExists(atPath: folder.appendingPathComponent("Package.swift").path) {
        let sample = folder.appendingPathComponent("Tests/Fixtures/sample").path
        return files.fileExists(atPath: sample) ? sample : nil
      }
      folder.deleteLastPathComponent()
    }
    return nil
  }
}

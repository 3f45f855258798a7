// SPDX-License-Identifier: MIT
#pragma once

#include <QHash>
#include <QString>

#include <optional>

namespace punchcard {

/// Why no file may be written under @p path (parts parted by '/', no '/' at the end), in a sentence; nullopt: it may,
/// on Linux, macOS and Windows alike, and it stays below the folder that it is joined to. Pure.
[[nodiscard]] std::optional<QString> whyUnfit(const QString &path);

/// Whether Windows keeps @p name (one part of a path) for a device, whatever its suffix: "aux.txt".
[[nodiscard]] bool isDeviceName(QStringView name);

/// @p name as it may be shown in one line: control, bidi and invisible characters as ‹U+000A›, cut in the middle when long. Pure.
[[nodiscard]] QString shownName(const QString &name);

/// Finds names that are one file on a system that does not tell letter case or Unicode forms apart, or that look like one, and files where
/// others need a folder. Keeps two hashes a name, so that an archive of a million names costs some 40 MB.
class NameTwins
{
public:
    /// Takes @p path in, unless it clashes with an earlier one: then says why.
    [[nodiscard]] std::optional<QString> add(const QString &path, bool folder);
    /// Files and folders so far, those that are only on the way to others included.
    [[nodiscard]] qsizetype count() const { return m_known.size(); }

private:
    struct Known
    {
        quint64 spelling;
        bool folder;
    };
    QHash<quint64, Known> m_known;
};

} // namespace punchcard

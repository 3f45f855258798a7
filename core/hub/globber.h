// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"
#include "core/hub/jobview.h"

#include <QList>
#include <QRegularExpression>
#include <QString>
#include <QStringList>

#include <functional>

namespace punchcard::hub {

/// Finds files by patterns as GitHub's own actions do: one pattern a line, `*`, `?`, `[]` within a name, `**` across
/// folders, `!` takes away what earlier lines found, `#` is a comment, a folder stands for all that is in it.
class Globber
{
public:
    /// Relative patterns begin at @p base, `~` is @p home.
    Globber(const QString &patterns, const QString &base, const QString &home);

    struct Found
    {
        QStringList files = {}; ///< Full paths; folders and what is neither file nor folder are left out.
        QStringList unnamed = {}; ///< Those whose names are no text, as far as they can be shown: nothing can be done with them.
    };
    /// @p hidden: whether names that begin with a dot count. @p stop is asked again and again. Cancelled: it said so.
    [[nodiscard]] Result<Found> find(const JobView &view, bool hidden, const std::function<bool()> &stop) const;
    /// The folders (or files) that the search begins at: the patterns up to their first wildcard, without those inside others.
    [[nodiscard]] QStringList searchPaths() const;

    enum class Fit { No, Partly, Whole }; ///< Partly: something below it may fit.
    [[nodiscard]] Fit fit(const QString &path) const;

private:
    struct Segment
    {
        QString text = {};
        bool any = false; ///< `**`
        bool isPattern = false;
        QRegularExpression regex = {};
    };
    struct Pattern
    {
        bool negative = false;
        bool folderOnly = false; ///< It ends in '/': fits no file of that name, only what is in the folder.
        QList<Segment> segments = {};
    };
    [[nodiscard]] static Segment segment(const QString &text);
    [[nodiscard]] static Fit fit(const Pattern &pattern, const QStringList &names);

    QList<Pattern> m_patterns;
};

} // namespace punchcard::hub

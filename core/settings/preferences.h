// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QVariant>

namespace punchcard {

enum class Theme { System, Light, Dark, HighContrastLight, HighContrastDark };

/// How a person likes the program. Habits only: nothing secret, and nothing that a job depends on.
struct Preferences
{
    Theme theme = Theme::System;

    QString editorFont = {};         ///< family; empty: the system's fixed font
    int editorFontSize = 0;          ///< points; 0: as the window's text
    QString editorTheme = {};        ///< of KSyntaxHighlighting; empty: follows light and dark
    int tabWidth = 4;                ///< columns
    bool softTabs = true;            ///< for new scripts; others keep their own
    bool wrapLines = false;
    bool checkScripts = true;        ///< ShellCheck, where it is installed
    QString templatesFolder = {};    ///< of the user's own; empty: none

    QString resultsFolder = {};      ///< where results are placed as well; empty: the job's own folder only
    int keepLogsDays = 0;            ///< 0: for ever
    int keepArtifactsDays = 0;       ///< 0: for ever

    bool notifyWhenEnded = true;
    bool showInTray = false;         ///< and go on watching there when the window is closed
    int leastPollSeconds = 0;        ///< shortest interval between two looks at a job; 0: as Punchcard thinks fit

    QString clientId = {};           ///< of the OAuth app that signs in with a browser; empty: the one built in

    bool operator==(const Preferences &) const = default;
};

/// What a key has in the file, as text or number, for each field.
[[nodiscard]] QVariantHash toVariants(const Preferences &preferences);
/// A value that is missing, of the wrong kind or out of range is left as it is by default.
[[nodiscard]] Preferences preferencesFrom(const QVariantHash &values);

} // namespace punchcard

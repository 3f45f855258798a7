// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/secretstring.h"

#include <QString>
#include <QStringList>

class QWidget;

namespace punchcard::look {

/// A question with two answers.
struct Question
{
    QString text = {};        ///< one sentence
    QString explanation = {}; ///< what follows from a yes
    QString yes = {};         ///< the button's verb: "Delete", "Cancel jobs"
    QString no = {};          ///< empty: the system's Cancel
    bool dangerous = false;   ///< something is lost: the other button is the default
};

/// Asks the user; an interface handed in, so that tests answer. All of it waits for the answer.
class Prompts
{
public:
    virtual ~Prompts() = default;

    [[nodiscard]] virtual bool confirm(QWidget *parent, const Question &question) = 0;
    /// One of several answers, by number; -1: the user changed their mind. The first is the default.
    [[nodiscard]] virtual int choose(QWidget *parent, const QString &text, const QString &explanation, const QStringList &answers)
    {
        Q_UNUSED(parent)
        Q_UNUSED(text)
        Q_UNUSED(explanation)
        Q_UNUSED(answers)
        return -1;
    }
    /// Says something that has to be read before going on.
    virtual void tell(QWidget *parent, const QString &text, const QString &explanation) = 0;
    /// What "Save", "Discard" and "Cancel" mean for @p text.
    enum class Keep { Save, Discard, Cancel };
    [[nodiscard]] virtual Keep keep(QWidget *parent, const QString &text, const QString &explanation) = 0;

    /// Empty: the user changed their mind. @p filter in Qt's form, "Scripts (*.sh)".
    [[nodiscard]] virtual QStringList chooseFiles(QWidget *parent, const QString &title, const QString &folder, const QString &filter) = 0;
    [[nodiscard]] virtual QString chooseFolder(QWidget *parent, const QString &title, const QString &folder) = 0;
    [[nodiscard]] virtual QString chooseSaveName(QWidget *parent, const QString &title, const QString &suggested, const QString &filter)
        = 0;
    /// A line of text; a null string: the user changed their mind.
    [[nodiscard]] virtual QString chooseText(QWidget *parent, const QString &title, const QString &label, const QString &suggested) = 0;
    /// A passphrase, which is not shown; asked for twice when it is @p fresh. Empty: the user changed their mind.
    [[nodiscard]] virtual SecretString choosePassphrase(QWidget *parent, const QString &title, const QString &label, bool fresh) = 0;
};

} // namespace punchcard::look

// SPDX-License-Identifier: MIT
#pragma once

#include "widgets/look/prompts.h"

namespace punchcard::look {

/// Prompts through the desktop's own dialogs.
class SystemPrompts : public Prompts
{
public:
    bool confirm(QWidget *parent, const Question &question) override;
    int choose(QWidget *parent, const QString &text, const QString &explanation, const QStringList &answers) override;
    void tell(QWidget *parent, const QString &text, const QString &explanation) override;
    Keep keep(QWidget *parent, const QString &text, const QString &explanation) override;
    QStringList chooseFiles(QWidget *parent, const QString &title, const QString &folder, const QString &filter) override;
    QString chooseFolder(QWidget *parent, const QString &title, const QString &folder) override;
    QString chooseSaveName(QWidget *parent, const QString &title, const QString &suggested, const QString &filter) override;
    QString chooseText(QWidget *parent, const QString &title, const QString &label, const QString &suggested) override;
    SecretString choosePassphrase(QWidget *parent, const QString &title, const QString &label, bool fresh) override;
};

} // namespace punchcard::look

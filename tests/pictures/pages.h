// SPDX-License-Identifier: MIT
#pragma once

#include "tests/pictures/camera.h"
#include "tests/widgets/window/windowfixture.h"

namespace punchcard::testing {

/// Each takes the pictures of one part of the window, in the order in which a person meets them.
class Pages
{
public:
    Pages(WindowFixture &fixture, Camera &camera);

    void takeFirst();
    void takeDesk();
    void takeJobs();
    /// An array half way, as a grid and as a table, and where its time went.
    void takeArray();
    void takeArtifacts();
    void takeEditor();
    void takeHistory();
    void takeRace();
    void takeSheets();
    void takeDialogs();
    void takeNarrow();
    /// What a screen of 640 by 360 points shows, which is what 300 % leave of a usual one.
    void takeSmall();

private:
    using Looks = Camera::Looks;

    [[nodiscard]] QWidget *window() const { return m_fixture.window.get(); }
    template<typename T>
    [[nodiscard]] T *find(const char *name) const
    {
        auto *found = m_fixture.find<T>(name);
        if (!found)
            qFatal("there is no %s", name);
        return found;
    }
    void trigger(const char *action) const;
    /// The dialog of that name, once it is there; it is closed afterwards.
    void takeDialog(const char *dialog, const QString &name, Looks looks = Looks::LightAndDark);
    void leave(QWidget *dialog);
    /// Runs @p script on this computer, and waits until it is @p state.
    JobId run(const QString &name, const QString &script, JobState state);
    void show(JobId job, int tab);
    void choose(const QString &artifact);
    /// The only widget of type @p T that can be seen.
    template<typename T>
    [[nodiscard]] T *seen() const
    {
        for (T *each : window()->findChildren<T *>()) {
            if (each->isVisible())
                return each;
        }
        return nullptr;
    }

    WindowFixture &m_fixture;
    Camera &m_camera;
    JobId m_whole = {}; ///< one that has all there is to see
};

} // namespace punchcard::testing

import threading

import boto.swf.layer2 as swf
from connection import DOMAIN, serve


class Step(swf.ActivityWorker):
    domain = DOMAIN

    def run(self):
        task = self.poll()
        if 'activityId' in task:
            self.complete(result='%s, %s' % (task['input'], self.done))


class ActivityA(Step):
    task_list, done = 'a_tasks', 'taken by A'


class ActivityB(Step):
    task_list, done = 'b_tasks', 'packed by B'


class ActivityC(Step):
    task_list, done = 'c_tasks', 'sent by C'


if __name__ == '__main__':
    for step in (ActivityA(), ActivityB()):
        threading.Thread(target=lambda step=step: [step.run() for _ in iter(int, 1)], daemon=True).start()
    serve(ActivityC())

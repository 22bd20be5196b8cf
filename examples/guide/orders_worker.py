"""An activity worker with boto3. It serves every type whose tasks are on the task list order-activities."""
import os
import traceback

import boto3
from botocore.config import Config

# SWF lets a poll wait for up to 60 seconds, so boto3 has to wait longer than that.
swf = boto3.client('swf', endpoint_url=os.environ.get('SWF_ENDPOINT'), config=Config(read_timeout=70))

ACTIVITIES = {
    'charge': lambda item: 'receipt for ' + item,
    'ship': lambda receipt: 'parcel with ' + receipt,
}


def work(task):
    activity = ACTIVITIES[task['activityType']['name']]
    try:
        result = activity(task['input'])
    except Exception as error:
        reason = '%s: %s' % (type(error).__name__, error)
        swf.respond_activity_task_failed(
            taskToken=task['taskToken'], reason=reason[:256], details=traceback.format_exc()[-32768:])
    else:
        swf.respond_activity_task_completed(taskToken=task['taskToken'], result=result)


print('ready', flush=True)
while True:
    task = swf.poll_for_activity_task(domain='shop', taskList={'name': 'order-activities'})
    if task.get('taskToken'):  # else the poll has ended without a task
        work(task)
